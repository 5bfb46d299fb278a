import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Electron from 'electron';

const ROOT = join(import.meta.dirname, '../..');

/** The event of what an app may prevent. */
export class PreventableEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** `app`: lifecycle as Electron documents it, as far as the app uses it. */
class StandInApp extends EventEmitter {
  readonly #paths = new Map<string, string>();
  #quitting = false;

  enableSandbox(): void {
    // The page is a sandboxed Chromium page anyway.
  }

  getVersion(): string {
    const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  }

  requestSingleInstanceLock(): boolean {
    return true;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`no path "${name}" was set`);
    return path;
  }

  whenReady(): Promise<void> {
    return Promise.resolve();
  }

  quit(): void {
    if (this.#quitting) return;
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    this.emit('will-quit', new PreventableEvent());
    this.exit(0);
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    process.disconnect();
    process.exit(code);
  }
}

export const app = new StandInApp();

/** What is called on `app` exists on Electron's with the same signature. */
export const checkedApp: Pick<
  Electron.App,
  'enableSandbox' | 'getVersion' | 'requestSingleInstanceLock' | 'whenReady' | 'quit' | 'exit'
> = app;
