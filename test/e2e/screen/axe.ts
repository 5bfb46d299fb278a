import axeCore, { type default as axe } from 'axe-core';
import { expect, type Page } from '@playwright/test';
import { AXE } from '../../support/renderer-harness/build.ts';

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

/** The harness serves axe, so that the browser keeps it compiled. The app serves nothing of the tests', and takes no script. */
async function loadAxe(page: Page): Promise<void> {
  if (page.url().startsWith('http:')) await page.addScriptTag({ url: AXE });
  else await page.evaluate(`${axeCore.source};0`);
}

/** Expects that axe finds nothing; resolves with the number of rules that passed. */
async function runAxe(page: Page, options: axe.RunOptions): Promise<number> {
  if (!(await page.evaluate(() => (window as AxeWindow).axe !== undefined))) await loadAxe(page);
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
