import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { Frame } from '../pages/frame.ts';
import { HostPage } from '../pages/host-page.ts';
import { OverviewPage } from '../pages/overview-page.ts';
import { expect, FLEET_SIZE, test } from './fixture.ts';

const DB = 'db-01.fra.example';

async function saved(
  page: Page,
  act: () => Promise<void>,
): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('the table as CSV has every host, and no cell that a spreadsheet would run', async ({
  open,
  running,
}) => {
  const page = await open();
  await new OverviewPage(page).expectHosts(FLEET_SIZE);
  const { name, bytes } = await saved(page, () =>
    page.getByRole('button', { name: 'Export the list as CSV' }).click(),
  );
  expect(name).toBe('hosts.csv');
  const lines = bytes.toString().trim().split('\r\n');
  expect(lines).toHaveLength(FLEET_SIZE + 1);
  expect(lines[0]).toMatch(/^hostname,state,cpu_percent,.*memory_percent,/u);
  expect(lines.filter((line) => /^"?[=+\-@]/u.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith(`"'=HYPERLINK(""https`))).toHaveLength(1);
  const hostnames = new Set(running.fleet.machines.map(({ hostname }) => hostname));
  const plain = lines.slice(1).map((line) => line.split(',')[0] ?? '');
  expect(plain.filter((hostname) => hostnames.has(hostname)).length).toBeGreaterThan(
    FLEET_SIZE - 10,
  );
});

test('a host as CSV, JSON and picture, and on the clipboard', async ({ open }) => {
  const page = await open(`/hosts/default/${DB}`);
  const frame = new Frame(page);
  await new HostPage(page).expectPoints();
  const csv = await saved(page, () => frame.choose('More actions', 'Save as CSV'));
  expect(csv.name).toBe(`${DB}.csv`);
  const [head = '', first = ''] = csv.bytes.toString().split('\r\n');
  expect(head).toMatch(/^time,cpu_percent,.*memory_percent,.*disk_percent/u);
  expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z,\d+(\.\d+)?,\d+/u);

  const json = await saved(page, () => frame.choose('More actions', 'Save as JSON'));
  const { host, samples } = JSON.parse(json.bytes.toString()) as {
    host: { hostname: string; labels: string[] };
    samples: { time: number; cpu_percent: number }[];
  };
  expect(host).toMatchObject({ hostname: DB, labels: ['production', 'database'] });
  expect(samples.length).toBeGreaterThan(230);

  const picture = await saved(page, () =>
    page.getByRole('button', { name: 'Save CPU as PNG' }).click(),
  );
  expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(picture.bytes.length).toBeGreaterThan(5000);

  // What the system took is written down; a page may not read the clipboard.
  await page.evaluate(() => {
    const { clipboard } = navigator;
    const write = clipboard.writeText.bind(clipboard);
    clipboard.writeText = async (text) => {
      await write(text);
      Object.assign(globalThis, { copied: text });
    };
  });
  await frame.choose('More actions', 'Copy as CSV');
  const copied = (): Promise<string> =>
    page.evaluate(() => (globalThis as unknown as { copied?: string }).copied ?? '');
  await expect.poll(copied).toMatch(new RegExp(`^${head}\\r\\n\\d{4}-`, 'u'));
});
