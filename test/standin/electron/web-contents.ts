import { EventEmitter } from 'node:events';
import type { WebContents, WebFrameMain, WindowOpenHandlerResponse } from 'electron';
import type { FrameInfo } from '../messages.ts';
import { NativeImage } from './native-image.ts';
import { PreventableEvent, unlessClosing, windowHalf } from './runtime.ts';
import { session } from './session.ts';

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
  | 'isFocused'
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
  | 'openDevTools'
  | 'closeDevTools'
  | 'isDevToolsOpened'
  | 'toggleDevTools'
  | 'setBackgroundThrottling'
  | 'setAudioMuted'
>;

/** The page of one window. */
export class StandinWebContents extends EventEmitter implements Emulated {
  readonly id: number;
  /** Its members are checked where it is defined. */
  readonly session = session.defaultSession;
  #url = '';
  #title = '';
  #loading = false;
  #destroyed = false;
  #crashed = false;
  #zoomLevel = 0;
  #devTools = false;
  #openHandler: OpenHandler | null = null;

  constructor(id: number) {
    super();
    this.id = id;
  }

  get mainFrame(): WebFrameMain {
    return frameOf({ url: this.#url, parentUrl: null });
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    // Throws here, as Electron does, and not somewhere in between.
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

  isFocused(): boolean {
    return !this.#destroyed;
  }

  async loadURL(url: string): Promise<void> {
    this.#url = url;
    this.#loading = true;
    this.emit('did-start-loading');
    try {
      await this.#load(url);
    } catch (error) {
      this.#loading = false;
      this.emit('did-fail-load', new PreventableEvent(), -2, String(error), url, true, 1, 1);
      throw error;
    }
  }

  reload(): void {
    unlessClosing(this.#load(this.#url));
  }

  async #load(url: string): Promise<void> {
    const permissions = await session.defaultSession.allowedPermissions();
    await windowHalf().loadUrl(this.id, url, permissions);
  }

  /** The window half says that a document is there. */
  loaded(url: string, title: string): void {
    this.#url = url;
    this.#loading = false;
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
    if (isMainFrame) this.emit('will-navigate', details, url);
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

  crash(): void {
    this.#crashed = true;
    this.emit('render-process-gone', new PreventableEvent(), { reason: 'crashed', exitCode: 1 });
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
    // The page of a window has the keyboard already.
  }

  setBackgroundThrottling(): void {
    // Chromium is started without throttling: a test has no time to wait for it.
  }

  setAudioMuted(): void {
    // Nothing sounds.
  }
}

/** What the app may read of a frame that a message came from. */
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
