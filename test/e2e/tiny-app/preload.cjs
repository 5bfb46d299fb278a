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
  fail: () => {
    throw Object.assign(new RangeError('from the preload'), { code: 'E1' });
  },
});
