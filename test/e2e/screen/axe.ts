import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Settings } from '../../../contract/settings.ts';

type Display = Pick<Settings['display'], 'theme' | 'locale'>;

/** Checks what the page shows now with all of axe's rules but `without`. */
export async function expectAccessible(page: Page, without: readonly string[] = []): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page })
    // Of what passes only its number is of interest; there are no frames, for which axe would open another page.
    .options({ resultTypes: ['violations'] })
    .disableRules([...without])
    .setLegacyMode()
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  expect(passes.length).toBeGreaterThan(10);
}

/** Changes theme and language as the settings do, with everything that is open left as it is. */
export async function changeDisplay(page: Page, display: Display): Promise<void> {
  await page.evaluate(async (change) => {
    const { pyPerf } = window;
    const settings = await pyPerf?.getSettings({});
    if (settings?.ok !== true) throw new Error('the harness has no settings');
    await pyPerf?.updateSettings({
      patch: { display: { ...settings.value.display, ...change } },
    });
  }, display);
  await expect(page.locator('html')).toHaveAttribute('data-theme', display.theme);
  await expect(page.locator('html')).toHaveAttribute('lang', display.locale);
  await settled(page);
}

/** Fonts are there, nothing is a skeleton any more, what follows from that has been drawn, and no colour is on its way. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 3; frame += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}
