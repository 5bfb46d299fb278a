import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, launchApp, test as base } from '../fixture.ts';
import type { App } from '../hosts/app.ts';

/**
 * What the stand-in takes for granted about Electron, tried on a tiny app. Passing on the stand-in the specs of this folder check
 * the stand-in; passing on Electron they check that it is true.
 */
export interface Tiny {
  modules: string[];
  nested: { list: number[] };
  invoke: (channel: string, value?: unknown) => Promise<unknown>;
  count: (count: number) => void;
  onCounted: (listener: (value: number) => void) => () => void;
  fail: () => void;
  failWith: (kind: 'text' | 'rejection') => Promise<void>;
  made: () => unknown;
}
export interface TinyMain {
  tiny: {
    events: string[];
    mayClose: boolean;
    mayQuit: boolean;
    mayNavigate: boolean;
    early: string[];
    menu: Electron.Menu;
  };
}
export type TinyPage = { tiny: Tiny } & typeof globalThis;

export const TINY = join(import.meta.dirname, '../tiny-app');

interface Apps {
  /** An app of the test's own. */
  app: App;
}

interface SharedApps {
  /** An app for tests that leave it as it was. */
  sharedApp: App;
}

export const test = base.extend<Apps, SharedApps>({
  sharedApp: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'py-perf-e2e-tiny-'));
      const app = await launchApp({ app: TINY, dataDir: join(folder, 'app') });
      await expect.poll(() => app.isVisible()).toBe(true);
      await use(app);
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  app: async ({ launch }, use) => {
    const app = await launch({ app: TINY });
    // It shows itself once it has been drawn.
    await expect.poll(() => app.isVisible()).toBe(true);
    await use(app);
  },
});

/** What the app has written down, oldest first. */
export const eventsOf = (app: App): Promise<string[]> =>
  app.evaluate(() => (globalThis as unknown as TinyMain).tiny.events, null);

export { expect };
