import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright';
import { HostPage, type AskMain } from './host-page.ts';
import type { FromHost, FromMain, TrayItem } from './messages.ts';

export interface StandInOptions {
  context: BrowserContext;
  /** The whole environment of the app's main process. */
  env: NodeJS.ProcessEnv;
  /** The Node executable to run it with; Node 24 or newer. */
  node?: string;
}

const BOOT = join(import.meta.dirname, 'boot.ts');

/**
 * The app on the stand-in: a Node process with the built main bundle, and a page of the given Chromium for each of its
 * windows. A test tool, not Electron. Emits `window` (HostPage), `error-box` (title, content) and `exit` (code).
 */
export class StandInHost extends EventEmitter {
  readonly #context: BrowserContext;
  readonly #main: ChildProcess;
  readonly #windows = new Map<number, Promise<HostPage>>();
  readonly #waiting = new Map<number, (answer: { value?: unknown; error?: string }) => void>();
  readonly exited: Promise<number | null>;
  #nextId = 1;
  tray: TrayItem[] = [];
  stderr = '';

  constructor({ context, env, node = process.execPath }: StandInOptions) {
    super();
    this.#context = context;
    this.#main = fork(BOOT, [], {
      env,
      execPath: node,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    this.#main.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.#main.on('message', (message) => {
      void this.#receive(message as FromMain);
    });
    this.exited = once(this.#main, 'exit').then(([code]) => {
      for (const settle of this.#waiting.values()) settle({ error: 'the main process has ended' });
      this.emit('exit', code);
      return code as number | null;
    });
  }

  /** The windows that are open now, in the order of their opening. */
  async windows(): Promise<HostPage[]> {
    return Promise.all(this.#windows.values());
  }

  async clickTray(label: string): Promise<void> {
    const { error } = await this.#ask({ kind: 'click-tray', item: label });
    if (error !== undefined) throw new Error(error);
  }

  closeWindow(windowId: number): void {
    this.#send({ kind: 'close-window', windowId });
  }

  startSecondInstance(): void {
    this.#send({ kind: 'second-instance' });
  }

  /** Quits as a person would; kills what has not ended after `grace` milliseconds. */
  async quit(grace = 5000): Promise<void> {
    this.#send({ kind: 'quit' });
    const timer = setTimeout(() => this.#main.kill('SIGKILL'), grace);
    await this.exited;
    clearTimeout(timer);
    const windows = await Promise.allSettled(this.#windows.values());
    for (const window of windows)
      if (window.status === 'fulfilled') await window.value.page.close();
  }

  #send(message: FromHost): void {
    if (this.#main.connected) this.#main.send(message);
  }

  #ask(
    message: Parameters<AskMain>[0] | { kind: 'click-tray'; item: string },
  ): ReturnType<AskMain> {
    if (!this.#main.connected) return Promise.resolve({ error: 'the main process has ended' });
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send({ ...message, id });
    });
  }

  async #receive(message: FromMain): Promise<void> {
    switch (message.kind) {
      case 'create-window': {
        const opening = HostPage.open(this.#context, message.plan, (asked) => this.#ask(asked));
        this.#windows.set(message.plan.windowId, opening);
        break;
      }
      case 'load-url':
        await this.#load(message);
        break;
      case 'show-window':
        await this.#show(message.windowId, message.visible);
        break;
      case 'destroy-window': {
        const window = await this.#windows.get(message.windowId);
        this.#windows.delete(message.windowId);
        await window?.page.close();
        break;
      }
      case 'send':
        await (await this.#windows.get(message.windowId))?.deliver(message.channel, message.args);
        break;
      case 'tray':
        this.tray = message.items;
        this.emit('tray');
        break;
      case 'error-box':
        this.emit('error-box', message.title, message.content);
        break;
      case 'answer':
        this.#waiting.get(message.id)?.(message);
        this.#waiting.delete(message.id);
        break;
    }
  }

  async #load({ id, windowId, url }: Extract<FromMain, { kind: 'load-url' }>): Promise<void> {
    const window = await this.#windows.get(windowId);
    try {
      await window?.load(url);
      this.#send({ kind: 'answer', id });
    } catch (error) {
      this.#send({ kind: 'answer', id, error: String(error) });
    }
  }

  async #show(windowId: number, visible: boolean): Promise<void> {
    const window = await this.#windows.get(windowId);
    if (window === undefined) return;
    window.visible = visible;
    this.emit('window', window);
  }
}
