import axe from 'axe-core';
import { expect, type Page } from '@playwright/test';
import type { Settings } from '../../../contract/settings.ts';

type Display = Pick<Settings['display'], 'theme' | 'locale'>;

interface AxeWindow {
  axe?: typeof axe;
}

/** What another theme or language can break; names of what is on the page are there in every language or in none. */
const OF_DISPLAY = ['color-contrast', 'link-in-text-block', 'html-has-lang', 'html-lang-valid'];

/** Checks what the page shows now with all of axe's rules but `without`. */
export async function expectAccessible(page: Page, without: readonly string[] = []): Promise<void> {
  const rules = Object.fromEntries(without.map((id) => [id, { enabled: false }]));
  expect(await runAxe(page, { rules })).toBeGreaterThan(10);
}

/** Checks what depends on theme and language. */
export async function expectReadable(page: Page): Promise<void> {
  const passed = await runAxe(page, { runOnly: { type: 'rule', values: OF_DISPLAY } });
  expect(passed).toBeGreaterThan(2);
}

/** Expects that axe finds nothing; resolves with the number of rules that passed. */
async function runAxe(page: Page, options: axe.RunOptions): Promise<number> {
  if (!(await page.evaluate(() => (window as AxeWindow).axe !== undefined)))
    await page.evaluate(`${axe.source};0`);
  const { found, passed } = await page.evaluate(
    async (given) => {
      const { violations, passes } = await (window as unknown as Required<AxeWindow>).axe.run(
        given,
      );
      return {
        found: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
        passed: passes.length,
      };
    },
    // Of what passes only its number is of interest. To find a selector for each node takes longer than all rules.
    { ...options, resultTypes: ['violations'], selectors: false } satisfies axe.RunOptions,
  );
  expect(found).toEqual([]);
  return passed;
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

/** Fonts are there, nothing is a skeleton any more, what follows from that has been drawn, and every colour is the one it turns to. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    // A browser without a screen may leave out frames of a page that does not change.
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
