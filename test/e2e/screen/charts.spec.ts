import { readFile } from 'node:fs/promises';
import { expect, FLEET, isDrawn, scrollTo, test, WEB, WEB_PATH } from './fixture.ts';

test('charts stay once they were drawn, and one that nobody saw can be saved', async ({ open }) => {
  const page = await open({ harness: FLEET, path: WEB_PATH, width: 1024, height: 600 });
  const charts = page.getByTestId('host-chart');
  await expect(charts.first()).toBeVisible();
  const network = page.getByRole('region', { name: /^Network of/u });
  await expect(network).toBeAttached();
  await expect(network.getByTestId('host-chart')).toHaveCount(0);
  const written = await page.evaluateHandle(() => {
    const { prototype } = CanvasRenderingContext2D;
    const texts: string[] = [];
    const whole = Object.getOwnPropertyDescriptor(prototype, 'fillText') ?? {};
    const { value: fillText } = whole as { value: (text: string, ...place: number[]) => void };
    prototype.fillText = function (text, ...place) {
      texts.push(text);
      fillText.call(this, text, ...(place as number[]));
    };
    return { texts, end: () => Object.defineProperty(prototype, 'fillText', whole) };
  });
  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    // Without scrolling to it, as a keyboard would.
    page.getByRole('button', { name: 'Save Network as PNG' }).evaluate((button) => {
      (button as HTMLElement).click();
    }),
  ]);
  expect(picture.suggestedFilename()).toContain('network.png');
  // The words over the drawing: what it is of, from when to when in which zone, and the name of each line.
  const texts = await written.evaluate((found) => {
    found.end();
    return found.texts;
  });
  expect(texts).toContain(`Network of ${WEB}`);
  expect(texts).toContainEqual(
    expect.stringMatching(/^Wed, 11 Mar 2026, 14:41:00 UTC – Wed, 11 Mar 2026, 18:41:00 UTC$/u),
  );
  expect(texts.slice(-2)).toEqual(['Received', 'Sent']);
  const png = (await readFile(await picture.path())).toString('base64');
  const drawn = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const ctx = canvas.getContext('2d');
    ctx?.drawImage(image, 0, 0);
    /** How many colours there are between two heights, and whether all is opaque. */
    const look = (top: number, height: number) => {
      const pixels = new Uint32Array(
        ctx?.getImageData(0, top, image.width, height).data.buffer ?? [],
      );
      return { colours: new Set(pixels).size, opaque: pixels.every((one) => one >>> 24 === 255) };
    };
    return [look(0, 80), look(80, image.height - 80)];
  }, png);
  for (const { colours, opaque } of drawn) {
    expect(opaque).toBe(true);
    expect(colours).toBeGreaterThan(4);
  }
  await scrollTo(page, 'foot');
  await expect(network.getByTestId('host-chart')).toHaveCount(1);
  const all = await charts.count();
  await scrollTo(page, 'top');
  // What took charts away came with the next look at what is in sight. Others may still come meanwhile.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  expect(await charts.count()).toBeGreaterThanOrEqual(all);
  for (const name of [/^CPU of/u, /^Load of/u]) {
    const chart = page.getByRole('region', { name }).getByTestId('host-chart');
    await chart.scrollIntoViewIfNeeded();
    expect(await isDrawn(chart)).toBe(true);
  }
});

test('the chart of the fleet stays when its metric is chosen and the list is scrolled', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, width: 1024, height: 600 });
  const panel = page.getByRole('region', { name: /of the fleet$/u });
  await panel.getByRole('combobox').selectOption('memory');
  const chart = page.getByRole('region', { name: 'Memory of the fleet' }).getByTestId('host-chart');
  await expect(chart).toHaveAttribute('data-points', /^[1-9]/u);
  await scrollTo(page, 'foot');
  await expect(chart).not.toBeInViewport();
  await scrollTo(page, 'top');
  await expect(chart).toBeInViewport();
  expect(await isDrawn(chart)).toBe(true);
});

test('no second that passes draws a chart anew', async ({ open }) => {
  const page = await open({ harness: FLEET, path: WEB_PATH });
  await expect(page.getByTestId('host-chart').first()).toBeVisible();
  // A whole minute moves the range, and what is still coming is drawn: then the next seconds count.
  await expect(async () => {
    const drawn = await page.evaluate(async () => {
      const { prototype } = CanvasRenderingContext2D;
      const whole = Object.getOwnPropertyDescriptor(prototype, 'clearRect') ?? {};
      const { value: clearRect } = whole as { value: (...area: number[]) => void };
      let count = 0;
      // A chart begins each drawing with an empty canvas.
      prototype.clearRect = function (...area) {
        count += 1;
        clearRect.apply(this, area);
      };
      const countdown = document.querySelector('.next');
      for (const _ of [1, 2])
        await new Promise((resolve) => {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(resolve));
          });
          if (countdown !== null)
            observer.observe(countdown, { characterData: true, childList: true, subtree: true });
        });
      Object.defineProperty(prototype, 'clearRect', whole);
      return count;
    });
    expect(drawn).toBe(0);
  }).toPass();
});

test('the legend reads out all lines, mutes one, and lies under nothing', async ({ open }) => {
  const page = await open({ harness: FLEET });
  const panel = page.getByRole('region', { name: 'CPU of the fleet' });
  const mean = panel.getByRole('button', { name: 'Mean' });
  for (const width of [1440, 1024, 900, 720]) {
    await page.setViewportSize({ width, height: 900 });
    await panel.getByTestId('host-chart').hover({ position: { x: 300, y: 60 } });
    await expect(mean).toContainText('%');
    await expect(panel.getByText(/^Maximum/u)).toContainText('%');
    const free = await panel.locator('header').evaluate((header) => {
      const boxes = [...header.querySelectorAll('.entry, .segmented, .tools')].map((element) =>
        element.getBoundingClientRect(),
      );
      return boxes.every((a, i) =>
        boxes.every(
          (b, j) =>
            i === j ||
            a.right <= b.left ||
            b.right <= a.left ||
            a.bottom <= b.top ||
            b.bottom <= a.top,
        ),
      );
    });
    expect(free, String(width)).toBe(true);
  }
  const chart = panel.getByTestId('host-chart');
  const points = Number(await chart.getAttribute('data-points'));
  await mean.click();
  await expect(mean).toHaveAttribute('aria-pressed', 'false');
  await expect(chart).toHaveAttribute('data-points', String(points / 2));
});

test('a double click opens no processes, and no time out of sight is read out', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, path: WEB_PATH });
  const cpu = page.getByRole('region', { name: /^CPU of/u });
  const chart = cpu.getByTestId('host-chart');
  await chart.dblclick({ position: { x: 300, y: 60 } });
  // A click by itself is one after a quarter of a second: the next is waited for, the first would be there by then.
  await chart.click({ position: { x: 200, y: 60 } });
  await expect(page.getByTestId('processes')).toHaveCount(1);
  await page.getByTestId('processes').getByRole('button', { name: 'Close' }).click();

  await chart.hover({ position: { x: 90, y: 60 } });
  await expect(cpu.locator('header')).toContainText('%');
  await chart.focus();
  await page.keyboard.press('+');
  // The address tells that the range is chosen: a crosshair set before would go with the old one.
  await expect(page).toHaveURL(/from=\d+&to=\d+/u);
  await expect(cpu.locator('header')).not.toContainText('%');
  await page.keyboard.press('ArrowLeft');
  await expect(cpu.locator('header')).toContainText('%');

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Compare with previous' }).click();
  await page.keyboard.press('Escape');
  await chart.hover({ position: { x: 220, y: 60 } });
  await expect(page.getByRole('button', { name: /^Previous/u }).first()).toContainText('%');
});
