import { join } from 'node:path';
import {
  test as base,
  type Browser,
  type Locator,
  type Page,
  type TestInfo,
} from '@playwright/test';
import { PRODUCT } from '../hosts/app.ts';
import { SHORT_LIVED, headlessPath } from '../../standin/host/browser.ts';
import { buildHarness, type BuiltHarness } from '../../support/renderer-harness/build.ts';
import {
  launchChromium,
  openPage,
  show,
  type OpenOptions,
} from '../../support/renderer-harness/page.ts';

/** The page that most specs show what they need in, one after another: a page of its own takes ten times as long. */
interface SharedPage {
  page: Page | null;
}

/**
 * Specs of the screen alone: the built renderer in real Chromium on a made-up fleet, for states that a whole
 * app is slow to reach. What the app does with real data is in the specs beside this folder.
 */
export const test = base.extend<
  {
    open: (options: OpenOptions) => Promise<Page>;
    openAlone: (options: OpenOptions) => Promise<Page>;
  },
  { chromiumOfHarness: Browser; built: BuiltHarness; shared: SharedPage }
>({
  chromiumOfHarness: [
    async ({}, use) => {
      const browser = await launchChromium(headlessPath(), SHORT_LIVED);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  built: [
    async ({}, use) => {
      const harness = await buildHarness(join(PRODUCT, 'out/renderer'));
      await use(harness);
      await harness.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  shared: [
    async ({}, use) => {
      const shared: SharedPage = { page: null };
      await use(shared);
      await shared.page?.context().close();
    },
    { scope: 'worker' },
  ],
  open: async ({ built, chromiumOfHarness, shared }, use, testInfo) => {
    await use(async (options) => {
      shared.page = await openIn(shared.page, chromiumOfHarness, built, options);
      return shared.page;
    });
    if (testInfo.status === testInfo.expectedStatus) return;
    await keepEvidence(shared.page, testInfo);
    // Whatever a failed test leaves behind, the next does not meet it.
    await shared.page?.context().close();
    shared.page = null;
  },
  openAlone: async ({ built, chromiumOfHarness }, use, testInfo) => {
    const pages: Page[] = [];
    await use(async (options) => {
      const page = await openIn(null, chromiumOfHarness, built, options);
      pages.push(page);
      return page;
    });
    for (const page of pages) {
      if (testInfo.status !== testInfo.expectedStatus) await keepEvidence(page, testInfo);
      await page.context().close();
    }
  },
});

async function openIn(
  known: Page | null,
  browser: Browser,
  built: BuiltHarness,
  options: OpenOptions,
): Promise<Page> {
  const page = known ?? (await openPage(browser, built, options));
  if (known !== null) await show(page, built, options);
  await page.locator('main > :last-child').waitFor();
  return page;
}

async function keepEvidence(page: Page | null, testInfo: TestInfo): Promise<void> {
  await page?.screenshot({ path: testInfo.outputPath('page.png'), timeout: 5000 });
}

export { expect } from '@playwright/test';

export const FLEET = { hosts: 100, source: 'fresh', collecting: true } as const;
export const WEB = 'web-01.fra.example.net';
export const WEB_PATH = `/hosts/default/${WEB}`;

/** Scrolls the page to one of its ends. */
export const scrollTo = (page: Page, where: 'top' | 'foot'): Promise<void> =>
  page.locator('main').evaluate((main, to) => {
    main.scrollTo(0, to === 'top' ? 0 : main.scrollHeight);
  }, where);

/** Whether anything is drawn on the canvas of a chart. */
export const isDrawn = (chart: Locator): Promise<boolean> =>
  chart.locator('canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    return data?.some((value) => value !== 0) ?? false;
  });
