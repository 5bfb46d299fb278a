import type { IpcMainInvokeEvent } from 'electron';
import { APP_HOST, APP_PROTOCOL } from '../protocol.ts';

/** The part of an invoke event that says who asks. */
export type Sender = Pick<IpcMainInvokeEvent, 'senderFrame'>;

/**
 * Whether a message comes from our own page: the main frame of a window, at our protocol and host. The frame is null
 * once it has navigated away. `URL.origin` of a custom scheme is `'null'`, so protocol and host are compared.
 */
export function isTrustedSender({ senderFrame }: Sender): boolean {
  if (senderFrame?.parent !== null) return false;
  if (!URL.canParse(senderFrame.url)) return false;
  const { protocol, host } = new URL(senderFrame.url);
  return protocol === `${APP_PROTOCOL}:` && host === APP_HOST;
}
