import type { IpcMainInvokeEvent } from 'electron';
import { isAppUrl } from '../page/protocol.ts';

/** The part of an invoke event that identifies the sender. */
export type Sender = Pick<IpcMainInvokeEvent, 'senderFrame'>;

/**
 * Whether a message comes from our own page: the main frame of a window, at our protocol and host. The frame is null
 * once it has navigated away.
 */
export function isTrustedSender({ senderFrame }: Sender): boolean {
  return senderFrame?.parent === null && isAppUrl(senderFrame.url);
}
