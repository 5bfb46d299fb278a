import type { Page } from '@playwright/test';
import { Frame } from '../pages/frame.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET_SIZE, test } from './fixture.ts';

interface Stop {
  name: string;
  outlined: boolean;
  inTable: boolean;
}

/** What has the focus: its name to assistive technology (roughly), and whether one sees that it has it. */
function focused(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const labels = (element as HTMLInputElement).labels;
    const name =
      element.getAttribute('aria-label') ??
      (element.textContent.trim() === '' ? labels?.[0]?.textContent : element.textContent) ??
      '';
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
    return { name: name.trim(), outlined, inTable: element.closest('[role=table]') !== null };
  });
}

/** Tabs through a page until the table of hosts, or `most` stops. */
async function tour(page: Page, most: number): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (stop === null) break;
    stops.push(stop);
    if (stop.inTable && stops.filter(({ inTable }) => inTable).length > 6) break;
  }
  return stops;
}

test('every page is toured by keyboard, each stop named and visible', async ({ open }) => {
  const page = await open();
  const frame = new Frame(page);
  for (const [title, expected] of [
    ['Overview', ['Filter by text', 'Label', 'Views', 'Columns', 'Show as grid']],
    ['Heat map', ['Filter by text', 'By mean', `CPU of ${String(FLEET_SIZE)} hosts over time`]],
    ['Events', ['Search by host or kind', 'Kind', 'Ongoing']],
    ['Diagnostics', ['Run again', 'Bring back']],
    ['Settings', ['Add a source', 'Interval', 'Light', 'English']],
  ] as const) {
    await frame.find(title);
    await expect(frame.title).toHaveText(title);
    await expect(page.locator('main .skeleton')).toHaveCount(0);
    await page.locator('main').focus();
    const stops = await tour(page, 70);
    expect(
      stops.filter(({ name }) => name === ''),
      title,
    ).toEqual([]);
    expect(
      stops.filter(({ outlined }) => !outlined),
      title,
    ).toEqual([]);
    for (const wanted of expected)
      expect(
        stops.filter(({ name }) => name.startsWith(wanted)),
        wanted,
      ).not.toEqual([]);
  }
});

test('the palette finds pages, actions and hosts', async ({ open }) => {
  const page = await open();
  const frame = new Frame(page);
  await frame.find('build-31');
  await expect(frame.title).toHaveText('build-31.fra.example');
  await frame.find('last 7 days');
  await expect(page.getByTestId('range')).toHaveText('Last 7 days');
  await frame.find('theme: dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zzzz');
  await expect(page.getByTestId('palette')).toContainText('No results for');
  await page.keyboard.press('Escape');
  await frame.find('overview');
  await expect(new OverviewPage(page).sentence).toBeVisible();
});
