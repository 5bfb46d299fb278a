const { contextBridge, ipcRenderer } = require('electron');

/** Which modules a sandboxed preload may have. */
const modules = ['electron', 'timers', 'url', 'fs', 'node:child_process', 'path'].filter((name) => {
  try {
    require(name);
    return true;
  } catch {
    return false;
  }
});

class Made {
  own = 1;
  inherited() {
    return this.own;
  }
}

contextBridge.exposeInMainWorld('tiny', {
  modules,
  nested: { list: [1, 2] },
  invoke: (channel, value) => ipcRenderer.invoke(channel, value),
  count: (count) => ipcRenderer.send('count', count),
  onCounted: (listener) => {
    const forward = (_event, value) => listener(value);
    ipcRenderer.on('counted', forward);
    return () => ipcRenderer.removeListener('counted', forward);
  },
  failWith: (kind) => {
    // eslint-disable-next-line no-throw-literal -- what the bridge makes of it
    if (kind === 'text') throw 'a text';
    return Promise.reject(Object.assign(new RangeError('rejected'), { code: 'E2' }));
  },
  made: () => new Made(),
  fail: () => {
    throw Object.assign(new RangeError('from the preload'), { code: 'E1' });
  },
});
