import type { Bridge } from '../../../contract/bridge.ts';
import { Frame } from '../pages/frame.ts';
import type { HostPage } from '../pages/host-page.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, HOSTILE, test } from './fixture.ts';

const KEYS = HOSTILE.map((hostname) => `default/${hostname}`);
const COMPARE = `/compare?${KEYS.map((key) => `host=${encodeURIComponent(key)}`).join('&')}`;

test('no name breaks a layout, and none is more than text', async ({ open, running }) => {
  const label = '=<i>\u202E\u{1F525}</i> label of forty characters, near';
  const page = await open();
  const frame = new Frame(page);
  const patch = {
    labels: Object.fromEntries(KEYS.map((key) => [key, [label, 'b'.repeat(40)]])),
    sources: running.settings.sources?.map((source) => ({ ...source, name: HOSTILE[0] ?? '' })),
  };
  await page.evaluate(
    (change) => (globalThis as unknown as { pyPerf: Bridge }).pyPerf.updateSettings(change),
    { patch },
  );
  for (const path of ['/', '/heat-map', '/events', COMPARE, '/settings', '/diagnostics'])
    for (const width of [1440, 900]) {
      await page.setViewportSize({ width, height: 700 });
      await page.evaluate((hash) => {
        location.hash = hash;
      }, path);
      await page.locator('main > :last-child').waitFor();
      if (path === '/') await new OverviewPage(page).filterBy('w');
      // Columns give way once the page has noticed its new width.
      await expect
        .poll(() => frame.overflow(), { message: `${path} at ${String(width)}` })
        .toBeLessThanOrEqual(0);
    }
  expect(await page.locator('main img, main i').count()).toBe(0);
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
});

test('each name leads to its own page, from the list, the grid and the palette', async ({
  open,
}) => {
  const page = await open();
  const overview = new OverviewPage(page);
  const frame = new Frame(page);
  for (const hostname of HOSTILE) {
    await frame.go('Overview');
    // In a query quotes stand around text.
    await overview.filterBy(hostname.replaceAll('"', ' ').slice(0, 60));
    await expect(overview.row(hostname)).toContainText(hostname);
    const host: HostPage = await overview.openHost(hostname);
    await expect(host.title).toHaveText(hostname);
    await host.expectPoints();
    expect(await frame.overflow(), hostname).toBeLessThanOrEqual(0);
  }
  await frame.find(HOSTILE[4]?.slice(0, 20) ?? '');
  await expect(frame.title).toHaveText(HOSTILE[4] ?? '');
});
