import type { CDPSession, Page } from '@playwright/test';
import { METRIC_IDS } from '../../../contract/metrics.ts';
import { expect, FLEET, test } from './fixture.ts';

/** What a host page makes, and would leave behind if anything still held it. */
const KINDS = [
  'HTMLCanvasElement',
  'CanvasRenderingContext2D',
  'ResizeObserver',
  'IntersectionObserver',
  'MutationObserver',
] as const;

/** Objects that are alive after a collection, those out of the document too. */
async function alive(session: CDPSession): Promise<Record<string, number>> {
  await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners, documents } = await session.send('Memory.getDOMCounters');
  const counts: Record<string, number> = { nodes, jsEventListeners, documents };
  const objectGroup = 'growth';
  for (const kind of KINDS) {
    const { result } = await session.send('Runtime.evaluate', {
      expression: `${kind}.prototype`,
      objectGroup,
    });
    const { objects } = await session.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId ?? '',
      objectGroup,
    });
    const length = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    counts[kind] = Number(length.result.value);
  }
  await session.send('Runtime.releaseObjectGroup', { objectGroup });
  return counts;
}

/** Bytes behind typed arrays, which are what samples lie in, after a collection. */
async function sampleBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { backingStorageSize } = await session.send('Runtime.getHeapUsage');
  return backingStorageSize;
}

async function visit(page: Page, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const name = `web-${String(number).padStart(2, '0')}.fra.example.net`;
    await page.evaluate((to) => {
      location.hash = to;
    }, `#/hosts/default/${name}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(page.locator('[data-metric="cpu"]')).toHaveAttribute('aria-label', RegExp(name));
    await expect(page.getByTestId('host-stats')).toBeVisible();
    // Charts near the window are made one after another: each page is left whole.
    await page.waitForFunction(() =>
      [...document.querySelectorAll('main .panel-chart')].every(
        (chart) =>
          chart.querySelector('canvas') !== null ||
          chart.getBoundingClientRect().top > innerHeight - 4,
      ),
    );
  }
  // From another page, so that what is counted is what is left behind.
  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
}

test('host pages leave nothing behind when they are left', async ({ openAlone }) => {
  const page = await openAlone({ harness: FLEET });
  const session = await page.context().newCDPSession(page);
  await visit(page, [1, 2, 3]);
  const few = await alive(session);
  const bytesOfFew = await sampleBytes(session);
  expect(few['HTMLCanvasElement']).toBeLessThan(20);
  await visit(page, [4, 5, 6, 7, 8, 9]);
  const many = await alive(session);
  for (const [kind, count] of Object.entries(many)) {
    // A page has a handful of canvases and hundreds of nodes: of each kind six pages would leave six at least.
    const most = (few[kind] ?? 0) + 5;
    expect(count, `${kind}, ${JSON.stringify({ few, many })}`).toBeLessThanOrEqual(most);
  }
  // The samples of a page are 240 minutes of each metric, 4 bytes each; those of the last are kept.
  const ofOnePage = 240 * METRIC_IDS.length * 4;
  expect(bytesOfFew).toBeGreaterThan(ofOnePage);
  expect(await sampleBytes(session)).toBeLessThan(bytesOfFew + 2 * ofOnePage);
});
