import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
// Its values are computed when this file is built (electron.vite.config.ts), so no validator is bundled.
import { EVENT_CHANNELS, REQUEST_CHANNELS } from '../contract/bridge.ts';

/**
 * Puts one named function per request, and one subscription per event, on `window.pyPerf` (`Bridge`). No channel name
 * and no IPC event object reaches the page.
 */
const requests = mapValues(
  REQUEST_CHANNELS,
  (channel) =>
    (input: unknown): Promise<unknown> =>
      ipcRenderer.invoke(channel, input),
);

const subscriptions = mapValues(
  EVENT_CHANNELS,
  (channel) => (listener: (payload: unknown) => void) => {
    const forward = (_event: IpcRendererEvent, payload: unknown): void => {
      listener(payload);
    };
    ipcRenderer.on(channel, forward);
    return () => {
      ipcRenderer.removeListener(channel, forward);
    };
  },
);

contextBridge.exposeInMainWorld('pyPerf', { ...requests, on: subscriptions });

function mapValues<T>(channels: Readonly<Record<string, string>>, map: (channel: string) => T) {
  return Object.fromEntries(
    Object.entries(channels).map(([name, channel]) => [name, map(channel)]),
  );
}
