import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { EVENT_NAMES, REQUEST_NAMES, eventChannel, requestChannel } from '../contract/channels.ts';

/**
 * Puts one named function per request, and one subscription per event, on `window.pyPerf` (`Bridge`). No channel name and no
 * IPC event object reaches the page.
 */
const requests = Object.fromEntries(
  REQUEST_NAMES.map((name) => [
    name,
    (input: unknown): Promise<unknown> => ipcRenderer.invoke(requestChannel(name), input),
  ]),
);

const subscriptions = Object.fromEntries(
  EVENT_NAMES.map((name) => [
    name,
    (listener: (payload: unknown) => void) => {
      const forward = (_event: IpcRendererEvent, payload: unknown): void => {
        listener(payload);
      };
      const channel = eventChannel(name);
      ipcRenderer.on(channel, forward);
      return () => {
        ipcRenderer.removeListener(channel, forward);
      };
    },
  ]),
);

contextBridge.exposeInMainWorld('pyPerf', { ...requests, on: subscriptions });
