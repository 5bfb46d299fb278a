import type { Browser, Page } from 'playwright';

/** Waits until the page has nothing more to do: ten frames in a row that came on time. */
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

/** Waits until the page has written all rows ahead that it keeps, and has nothing more to do. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const blocks = () => document.querySelectorAll('.block').length;
    const wait = () => new Promise((resolve) => setTimeout(resolve, 500));
    for (let before = -1; blocks() !== before; await wait()) before = blocks();
  });
  await settled(page);
}

/** Slows the processor of a page, `rate` times; 1: as it is. */
export async function slowDown(page: Page, rate: number): Promise<void> {
  if (rate === 1) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/**
 * Milliseconds between frames, by the frames' own times. They come in multiples of the screen's interval:
 * anything over one interval is a frame that was missed. `scroll` false: the same without any work.
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

/** Frames that a page without anything in it misses when it is scrolled as the table is: what this machine allows. */
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
