/**
 * The renderer in real Chromium on a made-up fleet of 1,000 hosts, with answers that cost nothing: what is
 * measured is the page. Prints figures beside their goals; asserts nothing.
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { buildHarness, type BuiltHarness } from '../support/renderer-harness/build.ts';
import { launchChromium, openPage, type OpenOptions } from '../support/renderer-harness/page.ts';

const FLEET = { hosts: 1000, source: 'fresh' } as const;
const HOST = '/hosts/default/web-01.fra.example.net';
const browser = await launchChromium();

function report(what: string, value: string, goal: string): void {
  console.log(`${what.padEnd(46)} ${value.padStart(12)}   goal ${goal}`);
}

const ms = (value: number) => `${value.toFixed(0)} ms`;

/** Milliseconds in the page from an action to the frame in which a selector shows. */
async function timeTo(page: Page, hash: string, selector: string): Promise<number> {
  return page.evaluate(
    async ([to, wanted]) => {
      const begin = performance.now();
      location.hash = to ?? '';
      while (document.querySelector(wanted ?? '') === null) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - begin;
    },
    [hash, selector],
  );
}

/** The longest task while an action runs and a second after, in milliseconds (0: none over 50). */
async function longestTask(page: Page, action: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { benchTasks: tasks });
    new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ entryTypes: ['longtask'] });
  });
  await action();
  await page.waitForTimeout(1000);
  return page.evaluate(() =>
    Math.max(0, ...(window as unknown as { benchTasks: number[] }).benchTasks),
  );
}

async function scrollFrames(page: Page): Promise<{ worst: number; p95: number }> {
  return page.evaluate(async () => {
    const main = document.querySelector('main');
    const frames: number[] = [];
    let last = performance.now();
    for (let i = 0; i < 120; i += 1) {
      main?.scrollBy(0, 240);
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      frames.push(now - last);
      last = now;
    }
    frames.sort((a, b) => a - b);
    return { worst: frames.at(-1) ?? 0, p95: frames[Math.floor(frames.length * 0.95)] ?? 0 };
  });
}

/** Bytes of live heap after a collection. */
async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

async function memoryOverHosts(page: Page): Promise<{ tenth: number; hundredth: number }> {
  await page.bringToFront();
  let tenth = 0;
  for (let i = 1; i <= 100; i += 1) {
    const name = `web-${String(i).padStart(2, '0')}.fra.example.net`;
    await timeTo(page, `#/hosts/default/${name}`, `[data-metric="cpu"]`);
    await page.waitForFunction(
      (title) => document.querySelector('h1')?.textContent === title,
      name,
    );
    if (i === 10) tenth = await heap(page);
  }
  return { tenth, hundredth: await heap(page) };
}

async function bundleBytes(built: BuiltHarness): Promise<number> {
  const assets = path.join(built.page, 'assets');
  const sizes = await Promise.all(
    (await readdir(assets)).map(async (file) => (await stat(path.join(assets, file))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function opened(built: BuiltHarness, options: Omit<OpenOptions, 'harness'>): Promise<Page> {
  const page = await openPage(browser, built, { harness: FLEET, ...options });
  await page.locator('[data-testid="host-row"], [data-testid="host-chart"]').first().waitFor();
  await page.waitForTimeout(500);
  return page;
}

try {
  const built = await buildHarness();
  const page = await opened(built, {});
  const first = await openPage(browser, built, { harness: FLEET });
  await first.getByTestId('host-row').first().waitFor();
  report('first row after start', ms(await first.evaluate(() => performance.now())), '700 ms');
  await first.context().close();

  const frames = await scrollFrames(page);
  report('scrolling the table, worst frame', ms(frames.worst), '32 ms');
  report('scrolling the table, p95 frame', ms(frames.p95), '');
  const poll = await longestTask(page, () => page.evaluate(() => window.advanceHarness?.()));
  report('applying a poll, longest task over 50 ms', poll === 0 ? 'none' : ms(poll), 'none');
  report('heat map of 24 h', ms(await heatMap(built)), '200 ms');
  report('host page of 30 days', ms(await hostPage(built)), '150 ms');
  const memory = await memoryOverHosts(page);
  const growth = (memory.hundredth - memory.tenth) / 1024;
  report('heap growth, 10th to 100th host page', `${growth.toFixed(0)} KiB`, 'none');
  report('renderer bundle', `${((await bundleBytes(built)) / 1024).toFixed(0)} KiB`, '');
} finally {
  await browser.close();
}

async function heatMap(built: BuiltHarness): Promise<number> {
  const page = await opened(built, { storage: { 'py-perf.range': '24h' } });
  return timeTo(page, '#/heat-map', '[data-testid="heat-map"] canvas');
}

async function hostPage(built: BuiltHarness): Promise<number> {
  const page = await opened(built, { storage: { 'py-perf.range': '30d' } });
  return timeTo(page, `#${HOST}`, '[data-metric="memory"]');
}
