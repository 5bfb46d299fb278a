import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EVENT_CHANNELS, REQUEST_CHANNELS, type Bridge } from '../../../contract/bridge.ts';
import { EVENT_NAMES } from '../../../contract/events.ts';
import { REQUEST_NAMES } from '../../../contract/requests.ts';

type Listener = (event: object, ...args: unknown[]) => void;

/** What the preload is given of Electron: every other member of it would fail the import. */
const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoked: [] as unknown[][],
  listeners: new Map<string, Set<unknown>>(),
}));

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: unknown) => {
      electron.exposed.set(name, api);
    },
  },
  ipcRenderer: {
    invoke: (...args: unknown[]) => {
      electron.invoked.push(args);
      return Promise.resolve('answer');
    },
    on: (channel: string, listener: unknown) => {
      const those = electron.listeners.get(channel) ?? new Set();
      electron.listeners.set(channel, those.add(listener));
    },
    removeListener: (channel: string, listener: unknown) => {
      electron.listeners.get(channel)?.delete(listener);
    },
  },
}));

let bridge: Bridge;

beforeAll(async () => {
  await import('../../../preload/index.ts');
  bridge = electron.exposed.get('pyPerf') as Bridge;
});

beforeEach(() => {
  electron.invoked.length = 0;
});

const listenersOf = (channel: string): Listener[] =>
  [...(electron.listeners.get(channel) ?? [])] as Listener[];

describe('the bridge', () => {
  it('the bridge has one function per request and per event, and nothing else', () => {
    expect([...electron.exposed.keys()]).toEqual(['pyPerf']);
    expect(Object.keys(bridge).sort()).toEqual([...REQUEST_NAMES, 'on'].sort());
    expect(Object.keys(bridge.on).sort()).toEqual([...EVENT_NAMES].sort());
    for (const { on, ...requests } of [bridge])
      for (const member of [...Object.values(requests), ...Object.values(on)])
        expect(typeof member).toBe('function');
  });

  it('contains no Electron object, at any depth', () => {
    const functions = [...Object.values(bridge), ...Object.values(bridge.on)].filter(
      (member) => typeof member === 'function',
    );
    // A property of a function would cross with it.
    for (const member of functions) expect(Object.keys(member)).toEqual([]);
    expect(Object.values(bridge).filter((member) => typeof member === 'object')).toEqual([
      bridge.on,
    ]);
  });
});

describe.each(REQUEST_NAMES)('the request %s', (name) => {
  it('a request uses its own channel, with its input only', async () => {
    const ask = bridge[name] as (...args: unknown[]) => Promise<unknown>;
    expect(await ask({ some: 'input' }, 'py-perf:request:other', 'more')).toBe('answer');
    expect(electron.invoked).toEqual([[REQUEST_CHANNELS[name], { some: 'input' }]]);
  });
});

describe.each(EVENT_NAMES)('the event %s', (name) => {
  const channel = EVENT_CHANNELS[name];

  it('reaches its listeners without Electron’s event object', () => {
    const heard: unknown[][] = [];
    const subscribe = bridge.on[name] as (listener: (...args: unknown[]) => void) => () => void;
    const stop = subscribe((...args) => heard.push(args));
    for (const listener of listenersOf(channel)) listener({ sender: 'ipcRenderer' }, 1, 'more');
    expect(heard).toEqual([[1]]);
    stop();
  });

  it('an event no longer reaches an unsubscribed listener, but still the others', () => {
    const subscribe = bridge.on[name] as (listener: () => void) => () => void;
    const listener = (): void => undefined;
    const stopFirst = subscribe(listener);
    const stopSecond = subscribe(listener);
    expect(listenersOf(channel)).toHaveLength(2);
    stopFirst();
    // Once more changes nothing.
    stopFirst();
    expect(listenersOf(channel)).toHaveLength(1);
    stopSecond();
    expect(listenersOf(channel)).toHaveLength(0);
  });
});
