import { readFileSync } from 'node:fs';
import type { BrowserContext, Frame, Page } from 'playwright';
import { createCodec } from './codec.ts';
import { DELIVER, INVOKE_BINDING, initScript } from './page-runtime.ts';
import {
  STANDIN_ORIGIN,
  toAppUrl,
  toStandInUrl,
  type FromHost,
  type ServedFile,
  type WindowPlan,
} from './messages.ts';

type Distributed<T> = T extends unknown ? Omit<T, 'id'> : never;
export type AskMain = (
  message: Distributed<Extract<FromHost, { kind: 'invoke' | 'serve' }>>,
) => Promise<{ value?: unknown; error?: string }>;

/** Milliseconds by which messages to the page are delayed at random, since Electron gives no order between them. */
const SHUFFLE = 4;

const codec = createCodec();

/** One window: a Chromium page with the built preload in it, its files served by the app's own protocol handler. */
export class HostPage {
  readonly page: Page;
  readonly plan: WindowPlan;
  visible = false;

  private constructor(page: Page, plan: WindowPlan) {
    this.page = page;
    this.plan = plan;
  }

  static async open(context: BrowserContext, plan: WindowPlan, ask: AskMain): Promise<HostPage> {
    const page = await context.newPage();
    if (page.viewportSize() !== null)
      await page.setViewportSize({ width: plan.width, height: plan.height });
    await page.exposeBinding(INVOKE_BINDING, ({ frame }, channel: string, args: unknown) =>
      invoke(page, plan, ask, { frame, channel, args }),
    );
    await page.addInitScript({ content: initScript(readFileSync(plan.preload, 'utf8')) });
    await page.route('**/*', async (route) => {
      const url = route.request().url();
      // Nothing is fetched from anywhere but the app itself.
      if (!url.startsWith(`${STANDIN_ORIGIN}/`)) return route.abort('blockedbyclient');
      const { value, error } = await ask({ kind: 'serve', url: toAppUrl(url) });
      if (error !== undefined) return route.abort('failed');
      const { status, headers, body } = value as ServedFile;
      return route.fulfill({ status, headers, body: Buffer.from(body) });
    });
    return new HostPage(page, plan);
  }

  async load(url: string): Promise<void> {
    await this.page.goto(toStandInUrl(url), { waitUntil: 'load' });
  }

  /** Gives an event to the page; one that is gone or navigating misses it, as in Electron. */
  async deliver(channel: string, args: unknown[]): Promise<void> {
    await shuffle();
    if (this.page.isClosed()) return;
    await this.page
      .evaluate(
        ([name, target, payload]) => {
          const deliver = (window as unknown as Record<string, unknown>)[name as string];
          (deliver as ((channel: unknown, args: unknown) => void) | undefined)?.(target, payload);
        },
        [DELIVER, channel, codec.encode(args)],
      )
      .catch((error: unknown) => {
        if (!this.page.isClosed() && !/context was destroyed|navigat/u.test(String(error)))
          throw error;
      });
  }
}

async function invoke(
  page: Page,
  { windowId }: WindowPlan,
  ask: AskMain,
  { frame, channel, args }: { frame: Frame; channel: string; args: unknown },
): Promise<unknown> {
  if (frame !== page.mainFrame()) return { error: 'only the main frame is bound' };
  const answer = await ask({
    kind: 'invoke',
    windowId,
    url: frame.url(),
    channel,
    args: codec.decode(args) as unknown[],
  });
  await shuffle();
  return answer.error === undefined
    ? { value: codec.encode(answer.value) }
    : { error: answer.error };
}

function shuffle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.random() * SHUFFLE);
  });
}
