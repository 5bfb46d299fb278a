/** Runs axe over every page of the renderer in both themes: `node test/support/renderer-harness/audit.ts`. */
import AxeBuilder from '@axe-core/playwright';
import { buildHarness } from './build.ts';
import { launchChromium, openPage } from './page.ts';
import type { HarnessOptions } from './world.ts';

const FLEET: HarnessOptions = { hosts: 40, source: 'fresh', collecting: true };
const HOST = '/hosts/default/web-01.fra.example.net';
const PAGES: readonly { name: string; path: string; harness?: HarnessOptions }[] = [
  { name: 'first run', path: '/', harness: {} },
  { name: 'overview', path: '/' },
  {
    name: 'overview, failing',
    path: '/',
    harness: { hosts: 12, source: 'denied', backfill: true },
  },
  { name: 'host', path: HOST },
  { name: 'heat map', path: '/heat-map' },
  {
    name: 'compare',
    path: `/compare?host=default/web-01.fra.example.net&host=default/db-01.fra.example.net`,
  },
  { name: 'events', path: '/events' },
  { name: 'diagnostics', path: '/diagnostics' },
  { name: 'settings', path: '/settings' },
];

const built = await buildHarness();
const browser = await launchChromium();
let violations = 0;
for (const theme of ['light', 'dark'] as const) {
  for (const { name, path, harness = FLEET } of PAGES) {
    const page = await openPage(browser, built, { harness: { ...harness, theme }, path });
    await page.locator('main > :last-child').waitFor();
    await page.waitForLoadState('networkidle');
    const found = await new AxeBuilder({ page }).analyze();
    for (const violation of found.violations) {
      violations += 1;
      console.error(`${name} (${theme}): ${violation.id}, ${violation.help}`);
      for (const node of violation.nodes.slice(0, 3)) {
        console.error(`  ${node.html.slice(0, 160)}\n  ${node.failureSummary ?? ''}`);
      }
    }
    await page.context().close();
  }
}
await browser.close();
console.log(`${String(violations)} violations on ${String(PAGES.length)} pages in 2 themes`);
process.exitCode = violations === 0 ? 0 : 1;
