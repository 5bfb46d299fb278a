import type { Browser, Page } from 'playwright';

/** Waits until the page is idle: ten frames in a row that came on time. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    let last = await frame();
    for (let onTime = 0; onTime < 10;) {
      const now = await frame();
      onTime = now - last < 25 ? onTime + 1 : 0;
      last = now;
    }
  });
}

/** Waits until the page has written all of its rows ahead and is idle. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const blocks = () => document.querySelectorAll('.block').length;
    const wait = () => new Promise((resolve) => setTimeout(resolve, 500));
    for (let before = -1; blocks() !== before; await wait()) before = blocks();
  });
  await settled(page);
}

/** Slows a page's processor `rate` times; 1: not at all. */
export async function slowDown(page: Page, rate: number): Promise<void> {
  if (rate === 1) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/**
 * Milliseconds between frames, by the frames' own times. They are multiples of the screen's interval: anything over one
 * interval is a missed frame. `scroll` false: the same without any work.
 */
export async function frameTimes(page: Page, scroll: boolean): Promise<number[]> {
  return page.evaluate(async (scrolling) => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const main = document.querySelector('main');
    const frames: number[] = [];
    let last = await frame();
    for (let i = 0; i < 120; i += 1) {
      if (scrolling) main?.scrollBy(0, 240);
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    return frames.toSorted((a, b) => a - b);
  }, scroll);
}

/** Frames that a blank page misses when scrolled like the table: the machine's own limit. */
export async function framesOfBlankPage(browser: Browser, slowed: number): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent(
    '<main style="height: 100vh; overflow: auto; background: white"><div style="height: 99999px">',
  );
  await slowDown(page, slowed);
  const frames = await frameTimes(page, true);
  await page.close();
  return frames;
}

/** How many frames came later than the next interval of the screen. */
export const missedFrames = (frames: readonly number[]): string =>
  String(frames.filter((time) => time > 25).length);
