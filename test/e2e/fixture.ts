import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Browser } from '@playwright/test';
import { startDynamoDbLocal, type DynamoDbLocal } from '../support/dynamodb-local.ts';
import { launchChromium } from '../chromium-host/chromium.ts';
import { launchOnElectron, launchOnStandIn, type App, type AppOptions } from './app.ts';
import { e2eHost } from '../support/electron-binary.ts';

interface TestFixtures {
  /** A fresh folder for one test. */
  folder: string;
  /** Starts the app; every app that a test starts is closed after it. */
  launch: (options: Omit<AppOptions, 'dataDir'> & { dataDir?: string }) => Promise<App>;
  /** A DynamoDB Local of this test's own, with empty tables. */
  dynamo: DynamoDbLocal;
}

interface WorkerFixtures {
  chromium: Browser | null;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  chromium: [
    async ({}, use) => {
      const browser = e2eHost() === 'standin' ? await launchChromium() : null;
      await use(browser);
      await browser?.close();
    },
    { scope: 'worker' },
  ],

  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'py-perf-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },

  dynamo: async ({}, use) => {
    const local = await startDynamoDbLocal();
    await use(local);
    await local.stop();
  },

  launch: async ({ chromium, folder }, use, testInfo) => {
    const apps: App[] = [];
    await use(async (options) => {
      const full = { dataDir: join(folder, 'app'), ...options };
      const app =
        chromium === null ? await launchOnElectron(full) : await launchOnStandIn(chromium, full);
      await app.window.context().tracing.start({ screenshots: true, snapshots: true });
      apps.push(app);
      return app;
    });
    const failed = testInfo.status !== testInfo.expectedStatus;
    for (const [index, app] of apps.entries()) {
      const path = failed ? { path: testInfo.outputPath(`trace-${String(index)}.zip`) } : {};
      // An app that the test has closed already has no trace left.
      await app.window
        .context()
        .tracing.stop(path)
        .catch(() => undefined);
      await app.close();
    }
  },
});

export { expect } from '@playwright/test';
