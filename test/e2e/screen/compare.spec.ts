import { expect, FLEET, isDrawn, scrollTo, test } from './fixture.ts';

const HOSTS = ['web-01', 'db-01', 'cache-01']
  .map((name) => `host=default/${name}.fra.example.net`)
  .join('&');

test('a chip puts the lines of other hosts back, and stays in sight over all charts', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, path: `/compare?${HOSTS}`, width: 1024, height: 600 });
  const chips = page.getByRole('list', { name: 'Compared hosts' }).getByRole('listitem');
  const cpu = page.getByTestId('host-chart').first();
  const picture = () =>
    cpu.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await expect(cpu).toHaveAttribute('data-points', /^[1-9]/u);
  await page.mouse.move(0, 0);
  const together = await picture();
  await chips.first().hover();
  await expect.poll(picture).not.toBe(together);
  await page.mouse.move(0, 0);
  await expect.poll(picture).toBe(together);

  await scrollTo(page, 'foot');
  await expect(cpu).not.toBeInViewport();
  await expect(chips.last()).toBeInViewport();
  await scrollTo(page, 'top');
  await expect(cpu).toBeInViewport();
  expect(await isDrawn(cpu)).toBe(true);
  const load = page.getByRole('heading', { name: /^Load/u });
  const ofLoad = page.locator('section', { has: load }).getByTestId('host-chart').last();
  await load.scrollIntoViewIfNeeded();
  await expect(ofLoad).toHaveAttribute('data-points', /^[1-9]/u);
  await scrollTo(page, 'top');
  await load.scrollIntoViewIfNeeded();
  expect(await isDrawn(ofLoad)).toBe(true);
});
