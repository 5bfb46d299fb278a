import type { BrowserWindow } from 'electron';
import { EVENT_CHANNELS } from '../../contract/bridge.ts';
import type { EventName, EventPayload } from '../../contract/events.ts';

/** Sends an event to every open window. */
export function sendEvent<E extends EventName>(
  windows: readonly BrowserWindow[],
  name: E,
  payload: EventPayload<E>,
): void {
  for (const window of windows) {
    if (window.isDestroyed() || window.webContents.isDestroyed()) continue;
    window.webContents.send(EVENT_CHANNELS[name], payload);
  }
}
