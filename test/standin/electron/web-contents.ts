import { EventEmitter } from 'node:events';
import type { WebContents, WebFrameMain, WindowOpenHandlerResponse } from 'electron';
import type { FrameInfo } from '../messages.ts';
import { NativeImage } from './native-image.ts';
import { PreventableEvent, unlessClosing, windowHalf } from './runtime.ts';
import { session } from './session.ts';

/** Chromium's number for a failure without a better one. */
const FAILED = -2;

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

type Emulated = Pick<
  WebContents,
  | 'id'
  | 'mainFrame'
  | 'send'
  | 'getURL'
  | 'getTitle'
  | 'isDestroyed'
  | 'isLoading'
  | 'isCrashed'
  | 'forcefullyCrashRenderer'
  | 'close'
  | 'loadURL'
  | 'reload'
  | 'focus'
  | 'executeJavaScript'
  | 'setWindowOpenHandler'
  | 'setVisualZoomLevelLimits'
  | 'setZoomFactor'
  | 'getZoomFactor'
  | 'setZoomLevel'
  | 'getZoomLevel'
  | 'zoomLevel'
  | 'openDevTools'
  | 'closeDevTools'
  | 'isDevToolsOpened'
  | 'toggleDevTools'
  | 'setBackgroundThrottling'
  | 'setAudioMuted'
>;

/** What a page's window needs to know about it. */
export interface PageLife {
  crashed(contents: StandinWebContents, details: Electron.RenderProcessGoneDetails): void;
  closed(): void;
}

/** The page of one window. */
export class StandinWebContents extends EventEmitter implements Emulated {
  readonly id: number;
  readonly #life: PageLife;
  /** Its members are checked at the definition. */
  readonly session = session.defaultSession;
  #url = '';
  #title = '';
  #loading = false;
  #destroyed = false;
  #crashed = false;
  #zoomLevel = 0;
  #devTools = false;
  #openHandler: OpenHandler | null = null;

  constructor(id: number, life: PageLife) {
    super();
    this.id = id;
    this.#life = life;
  }

  get mainFrame(): WebFrameMain {
    return frameOf({ url: this.#url, parentUrl: null });
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    // Throws here, as in Electron, and not somewhere on the way.
    unlessClosing(windowHalf().send(this.id, channel, cloned(args)));
  }

  getURL(): string {
    return this.#url;
  }

  getTitle(): string {
    return this.#title;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isLoading(): boolean {
    return this.#loading;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  async loadURL(url: string): Promise<void> {
    this.#url = url;
    this.#loading = true;
    this.emit('did-start-loading');
    try {
      await this.#load(url);
    } catch (cause) {
      this.#loading = false;
      this.emit('did-fail-load', new PreventableEvent(), FAILED, 'ERR_FAILED', url, true, 1, 1);
      throw loadFailure(url, cause);
    }
  }

  reload(): void {
    unlessClosing(this.#load(this.#url));
  }

  async #load(url: string): Promise<void> {
    const permissions = await session.defaultSession.allowedPermissions();
    await windowHalf().loadUrl(this.id, url, permissions);
  }

  /** Called when the window half has loaded a document. */
  loaded(url: string, title: string): void {
    this.#url = url;
    this.#loading = false;
    this.#crashed = false;
    this.#title = title;
    this.emit('did-navigate', new PreventableEvent(), url, 200, 'OK');
    this.emit('page-title-updated', new PreventableEvent(), title, true);
    this.emit('dom-ready', new PreventableEvent());
    this.emit('did-finish-load', new PreventableEvent());
    this.emit('did-stop-loading', new PreventableEvent());
  }

  mayNavigate(url: string, isMainFrame: boolean): boolean {
    const details = Object.assign(new PreventableEvent(), {
      url,
      isMainFrame,
      isSameDocument: false,
      frame: this.mainFrame,
    });
    this.emit('will-frame-navigate', details);
    // Preventing the first event ends it: no second one follows.
    if (isMainFrame && !details.defaultPrevented) this.emit('will-navigate', details, url);
    return !details.defaultPrevented;
  }

  mayOpen(url: string): boolean {
    if (this.#openHandler === null) return true;
    const answer: WindowOpenHandlerResponse = this.#openHandler({
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: this.#url, policy: 'strict-origin-when-cross-origin' },
    });
    return answer.action === 'allow';
  }

  /** Called when the page's process has ended unexpectedly. */
  crash(): void {
    if (this.#crashed) return;
    this.#crashed = true;
    const details = { reason: 'crashed', exitCode: 1 } as const;
    this.emit('render-process-gone', new PreventableEvent(), details);
    this.#life.crashed(this, details);
  }

  forcefullyCrashRenderer(): void {
    unlessClosing(windowHalf().crash(this.id));
  }

  /** Without asking the page; the window closes with it. */
  close(): void {
    setImmediate(() => {
      this.#life.closed();
    });
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.emit('destroyed');
  }

  executeJavaScript(code: string): Promise<unknown> {
    return windowHalf().executeJavaScript(this.id, code);
  }

  async capturePage(): Promise<NativeImage> {
    return NativeImage.createFromBuffer(Buffer.from(await windowHalf().capture(this.id)));
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async setVisualZoomLevelLimits(): Promise<void> {
    // Pinching is not emulated.
  }

  setZoomFactor(factor: number): void {
    this.#zoomLevel = Math.log(factor) / Math.log(1.2);
  }

  getZoomFactor(): number {
    return 1.2 ** this.#zoomLevel;
  }

  get zoomLevel(): number {
    return this.#zoomLevel;
  }

  set zoomLevel(level: number) {
    this.#zoomLevel = level;
  }

  setZoomLevel(level: number): void {
    this.#zoomLevel = level;
  }

  getZoomLevel(): number {
    return this.#zoomLevel;
  }

  openDevTools(): void {
    this.#devTools = true;
  }

  closeDevTools(): void {
    this.#devTools = false;
  }

  isDevToolsOpened(): boolean {
    return this.#devTools;
  }

  toggleDevTools(): void {
    this.#devTools = !this.#devTools;
  }

  focus(): void {
    // A window's page always has the keyboard focus.
  }

  setBackgroundThrottling(): void {
    // Chromium is started without throttling, for which a test has no time.
  }

  setAudioMuted(): void {
    // Nothing makes a sound.
  }
}

function loadFailure(url: string, cause: unknown): Error {
  const error = new Error(`ERR_FAILED (${String(FAILED)}) loading '${url}'`, { cause });
  return Object.assign(error, { errno: FAILED, code: 'ERR_FAILED', url });
}

/** What the app may read of a message's frame. */
export function frameOf({ url, parentUrl }: FrameInfo): WebFrameMain {
  const parent = parentUrl === null ? null : frameOf({ url: parentUrl, parentUrl: null });
  const frame = { url, parent, origin: originOf(url), frames: [], name: '', detached: false };
  return { ...frame, top: parent ?? frame } as unknown as WebFrameMain;
}

function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function cloned(args: unknown[]): unknown[] {
  try {
    return structuredClone(args);
  } catch {
    throw new Error('Failed to serialize arguments');
  }
}
