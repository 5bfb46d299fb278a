import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { InvokeMessage } from '../messages.ts';
import { BrowserWindow } from './browser-window.ts';
import { PreventableEvent } from './runtime.ts';
import { frameOf } from './web-contents.ts';

type Handler = Parameters<IpcMain['handle']>[1];
type Emulated = Pick<IpcMain, 'handle' | 'handleOnce' | 'removeHandler'>;

class StandinIpcMain extends EventEmitter implements Emulated {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args: unknown[]): unknown => {
      this.removeHandler(channel);
      return handler(event, ...args) as unknown;
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  async answer(message: InvokeMessage): Promise<unknown> {
    const handler = this.#handlers.get(message.channel);
    if (handler === undefined)
      throw new Error(`Error: No handler registered for '${message.channel}'`);
    let answer: unknown;
    try {
      answer = await handler(eventOf(message), ...message.args);
    } catch (error) {
      // Electron keeps nothing else of it.
      throw new Error(String(error), { cause: error });
    }
    try {
      return structuredClone(answer);
    } catch {
      throw new Error('Error: An object could not be cloned.');
    }
  }

  receive(message: InvokeMessage): void {
    this.emit(message.channel, eventOf(message), ...message.args);
  }
}

function eventOf({ windowId, frame }: InvokeMessage): IpcMainInvokeEvent {
  const sender = BrowserWindow.fromId(windowId)?.webContents ?? null;
  return Object.assign(new PreventableEvent(), {
    type: 'frame',
    sender,
    senderFrame: frameOf(frame),
    frameId: 1,
    processId: 1,
  }) as unknown as IpcMainInvokeEvent;
}

/** The stand-in's `ipcMain`. */
export const ipcMain = new StandinIpcMain();
