import type { Frame, Page, Route } from 'playwright';
import type { PageControl } from '../page/page-half.ts';
import type { Remote } from '../channel.ts';
import type { FrameInfo, MainHalf, WindowOptions } from '../messages.ts';
import { decode, encode } from '../codec.ts';
import { isAppAddress, toApp, toChromium } from '../urls.ts';
import type { Disorder } from './order.ts';
import { pageScript } from './page-script.ts';

interface Asked {
  channel: string;
  args: unknown[];
}

/** The Chromium page of one app window. */
export class WindowPage {
  readonly page: Page;
  readonly #id: number;
  readonly #main: Remote<MainHalf>;
  readonly #disorder: Disorder;
  #visible: boolean;
  #closing = false;
  #crashed = false;
  /** The address that the app itself is loading, which is no navigation by the page. */
  #loading: string | null = null;

  static async open(
    page: Page,
    options: WindowOptions,
    main: Remote<MainHalf>,
    disorder: Disorder,
  ): Promise<WindowPage> {
    const window = new WindowPage(page, options, main, disorder);
    await window.#prepare(options);
    return window;
  }

  private constructor(
    page: Page,
    { id, visible }: WindowOptions,
    main: Remote<MainHalf>,
    disorder: Disorder,
  ) {
    this.page = page;
    this.#id = id;
    this.#visible = visible;
    this.#main = main;
    this.#disorder = disorder;
  }

  async load(url: string): Promise<void> {
    this.#loading = toChromium(url);
    try {
      await this.page.goto(this.#loading);
    } finally {
      this.#loading = null;
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.page.close();
  }

  /** Playwright can only close such a page. */
  get crashed(): boolean {
    return this.#crashed;
  }

  get visible(): boolean {
    return this.#visible;
  }

  /** Ends the page's process like a fault; the page's event reports it. */
  async crash(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    // A process that has ended sends no answer.
    void session.send('Page.crash').catch(ignoreEnded);
  }

  async setVisible(visible: boolean): Promise<void> {
    this.#visible = visible;
    await this.#control('setVisible', visible);
  }

  send(channel: string, args: unknown[]): Promise<void> {
    return this.#disorder.event(() => this.#control('deliver', channel, encode(args)));
  }

  async #prepare({ preload }: WindowOptions): Promise<void> {
    const { page } = this;
    await page.exposeBinding('standinCall', ({ frame }, kind: string, payload: string) =>
      this.#answer(frame, kind, payload),
    );
    await page.addInitScript({ content: await pageScript(preload) });
    await page.route('**/*', (route) => this.#route(route));
    page.on('load', () => void this.#loaded());
    page.on('popup', (popup) => void this.#popup(popup));
    page.on('crash', () => {
      this.#crashed = true;
      this.#main.crashed(this.#id).catch(ignoreEnded);
    });
    page.on('close', () => {
      if (!this.#closing) this.#main.closed(this.#id).catch(ignoreEnded);
    });
  }

  async #answer(frame: Frame, kind: string, payload: string): Promise<string> {
    if (kind === 'open') {
      await this.#main.windowOpen(this.#id, (decode(payload) as { url: string }).url);
      return '';
    }
    const { channel, args } = decode(payload) as Asked;
    const message = { windowId: this.#id, frame: frameInfo(frame), channel, args };
    if (kind === 'send') {
      await this.#main.message(message);
      return '';
    }
    const reply = await this.#main.invoke(message).then(
      (value) => ({ value }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    await this.#disorder.reply();
    return encode(reply);
  }

  async #route(route: Route): Promise<void> {
    const request = route.request();
    const url = new URL(request.url());
    if (request.isNavigationRequest() && !(await this.#mayGo(route))) {
      await route.abort('aborted');
      return;
    }
    if (!isAppAddress(url)) {
      await route.continue();
      return;
    }
    try {
      const { status, headers, body } = await this.#main.request({
        url: toApp(request.url()),
        method: request.method(),
        headers: request.headers(),
      });
      await route.fulfill({ status, headers, body: Buffer.from(body) });
    } catch {
      // The app has ended meanwhile.
      await route.abort('failed').catch(() => undefined);
    }
  }

  /** The app's own loads, and reloads, are not navigations by the page. */
  async #mayGo(route: Route): Promise<boolean> {
    const request = route.request();
    const isMainFrame = request.frame() === this.page.mainFrame();
    const url = request.url();
    const bare = withoutHash(url);
    if (isMainFrame && this.#loading !== null && bare === withoutHash(this.#loading)) return true;
    if (isMainFrame && bare === withoutHash(this.page.url())) return true;
    return this.#main.navigation(this.#id, toApp(url), isMainFrame);
  }

  async #loaded(): Promise<void> {
    try {
      if (!this.#visible) await this.#control('setVisible', false);
      await this.#main.loaded(this.#id, toApp(this.page.url()), await this.page.title());
    } catch {
      // Closed, or navigating to another document, which reports itself.
    }
  }

  /** Pages that open without `window.open`, for example by a link with a target. */
  async #popup(popup: Page): Promise<void> {
    await this.#main.windowOpen(this.#id, toApp(popup.url())).catch(ignoreEnded);
    await popup.close();
  }

  /** Calls the page half. A page without one (closing, loading) misses the call, as in Electron. */
  async #control<K extends keyof PageControl>(
    name: K,
    ...args: Parameters<PageControl[K]>
  ): Promise<void> {
    try {
      await this.page.evaluate(
        ([method, values]) => {
          const { standinPage } = window as unknown as {
            standinPage?: Record<string, (...given: unknown[]) => void>;
          };
          standinPage?.[method]?.(...values);
        },
        [name as string, args as unknown[]] as const,
      );
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

function frameInfo(frame: Frame): FrameInfo {
  const parent = frame.parentFrame();
  return { url: toApp(frame.url()), parentUrl: parent === null ? null : toApp(parent.url()) };
}

/** The app may end meanwhile: then nobody is listening. */
function ignoreEnded(): void {
  // Nothing to do.
}

function withoutHash(url: string): string {
  return url.replace(/#.*$/su, '');
}

function isGone(error: unknown): boolean {
  return /closed|context was destroyed|navigation|crashed/iu.test(String(error));
}
