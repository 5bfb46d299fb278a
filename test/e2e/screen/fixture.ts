import { test as base, type Browser, type Page } from '@playwright/test';
import { buildHarness, type BuiltHarness } from '../../support/renderer-harness/build.ts';
import { launchChromium, openPage, type OpenOptions } from '../../support/renderer-harness/page.ts';

/**
 * Specs of the screen alone: the built renderer in real Chromium on a made-up fleet, for states that a whole
 * app is slow to reach. What the app does with real data is in the specs beside this folder.
 */
export const test = base.extend<
  { open: (options: OpenOptions) => Promise<Page> },
  { chromiumOfHarness: Browser; built: BuiltHarness }
>({
  chromiumOfHarness: [
    async ({}, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  built: [
    async ({}, use) => {
      const harness = await buildHarness();
      await use(harness);
      await harness.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  open: async ({ built, chromiumOfHarness }, use) => {
    const pages: Page[] = [];
    await use(async (options) => {
      const page = await openPage(chromiumOfHarness, built, options);
      pages.push(page);
      await page.locator('main > :last-child').waitFor();
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
});

export { expect } from '@playwright/test';

export const FLEET = { hosts: 100, source: 'fresh', collecting: true } as const;
export const WEB = 'web-01.fra.example.net';
export const WEB_PATH = `/hosts/default/${WEB}`;
