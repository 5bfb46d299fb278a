import type { Page } from 'playwright';
import type { Settings } from '../../../contract/settings.ts';

/** The variants in which a page is pictured and checked. */
export type Display = Pick<Settings['display'], 'theme' | 'locale'>;

/** Changes theme and language like the settings, and leaves everything open as it is. */
export async function changeDisplay(page: Page, display: Display): Promise<void> {
  await page.evaluate(async (change) => {
    const { pyPerf } = window;
    const settings = await pyPerf?.getSettings({});
    if (settings?.ok !== true) throw new Error('the harness has no settings');
    await pyPerf?.updateSettings({
      patch: { display: { ...settings.value.display, ...change } },
    });
  }, display);
  await page.waitForSelector(`html[data-theme="${display.theme}"][lang="${display.locale}"]`);
  await settled(page);
}

/** Fonts are loaded, no skeleton is left, pending updates are drawn, and colour transitions are over. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
  await page.evaluate(async () => {
    await document.fonts.ready;
    // A browser without a screen may skip frames of an unchanged page.
    const frame = (): Promise<unknown> =>
      Promise.race([
        new Promise((resolve) => requestAnimationFrame(resolve)),
        new Promise((resolve) => setTimeout(resolve, 500)),
      ]);
    for (let drawn = 0; drawn < 3; drawn += 1) await frame();
    for (const animation of document.getAnimations())
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
  });
}
