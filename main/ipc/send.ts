import type { BrowserWindow } from 'electron';
import { eventChannel, type EventName } from '../../contract/channels.ts';
import type { EventPayload } from '../../contract/ipc.ts';

/** Tells every open window of an event. */
export function sendEvent<E extends EventName>(
  windows: readonly BrowserWindow[],
  name: E,
  payload: EventPayload<E>,
): void {
  for (const window of windows) {
    if (window.isDestroyed() || window.webContents.isDestroyed()) continue;
    window.webContents.send(eventChannel(name), payload);
  }
}
