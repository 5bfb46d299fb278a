import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type TestInfo } from '@playwright/test';
import { startDynamoDbLocal, type DynamoDbLocal } from '../support/dynamodb-local.ts';
import { deleteTables } from '../support/fleet-tables.ts';
import { e2eHost } from '../support/electron-binary.ts';
import type { App, AppOptions, HiddenApp, Run } from './hosts/app.ts';
import * as electron from './hosts/electron.ts';
import * as standin from './hosts/standin.ts';

/** The data directory is a fresh one of the test's own unless it says otherwise. */
type LaunchOptions = Omit<AppOptions, 'dataDir'> & { dataDir?: string };

interface TestFixtures {
  /** A fresh folder for one test. */
  folder: string;
  /** Starts the app; every app that a test starts is closed after it. */
  launch: (options: LaunchOptions) => Promise<App>;
  /** Starts the app into the tray, as the system does at login; it is closed after the test too. */
  launchHidden: (options: LaunchOptions) => Promise<HiddenApp>;
  /** Starts the app a second time on the same data, as a double click does; resolves with its exit code. */
  launchSecond: (options: LaunchOptions) => Promise<number | null>;
  /** Starts the app for a run that ends by itself, as `… cli` does; on the data of `launch`. */
  run: (options: LaunchOptions) => Run;
  /** A DynamoDB Local without tables; the process is shared. */
  dynamo: Pick<DynamoDbLocal, 'endpoint' | 'port'>;
  /** A DynamoDB Local of this test's own, which it may stop. */
  ownDynamo: DynamoDbLocal;
}

interface WorkerFixtures {
  sharedDynamo: DynamoDbLocal;
}

const onElectron = e2eHost() === 'electron';

export const test = base.extend<TestFixtures, WorkerFixtures>({
  sharedDynamo: [
    async ({}, use) => {
      const local = await startDynamoDbLocal();
      await use(local);
      await local.stop();
    },
    { scope: 'worker' },
  ],

  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'py-perf-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },

  dynamo: async ({ sharedDynamo }, use) => {
    const { endpoint, port } = sharedDynamo;
    await use({ endpoint, port });
    await deleteTables(endpoint);
  },

  ownDynamo: async ({}, use) => {
    const local = await startDynamoDbLocal();
    await use(local);
    await local.stop();
  },

  launch: async ({ folder }, use, testInfo) => {
    const apps: App[] = [];
    await use(async (options) => {
      const complete = { dataDir: join(folder, 'app'), ...options };
      const app = await (onElectron
        ? electron.launchOnElectron(complete)
        : standin.launchOnStandin(complete));
      // Pictures of every frame and of every document take longer than most tests: PY_PERF_TRACE=full has them.
      const full = process.env['PY_PERF_TRACE'] === 'full';
      await app.window.context().tracing.start({ screenshots: full, snapshots: full });
      apps.push(app);
      return app;
    });
    for (const [index, app] of apps.entries()) await finish(app, index, testInfo);
  },

  launchHidden: async ({ folder }, use) => {
    const apps: HiddenApp[] = [];
    const start = onElectron ? electron.launchHiddenOnElectron : standin.launchHiddenOnStandin;
    await use(async (options) => {
      const app = await start({ dataDir: join(folder, 'app'), args: ['--hidden'], ...options });
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.close();
  },

  launchSecond: async ({ folder }, use) => {
    const second = onElectron ? electron.runSecondOnElectron : standin.runSecondOnStandin;
    await use((options) => second({ dataDir: join(folder, 'app'), ...options }));
  },

  run: async ({ folder }, use) => {
    const start = onElectron ? electron.runOnElectron : standin.runOnStandin;
    const runs: Run[] = [];
    await use((options) => {
      const run = start({ dataDir: join(folder, 'app'), ...options });
      runs.push(run);
      return run;
    });
    // A signal to a run that has ended is none.
    for (const run of runs) run.signal('SIGTERM');
    await Promise.all(runs.map(({ ended }) => ended));
  },
});

/** Playwright holds every page of Electron visible (focus emulation): what a hidden page sees cannot be seen there. */
export const PAGES_STAY_VISIBLE = onElectron;

/** Closes an app; of a test that failed, its trace and its output stay. */
async function finish(app: App, index: number, testInfo: TestInfo): Promise<void> {
  const failed = testInfo.status !== testInfo.expectedStatus;
  if (failed)
    await app.window
      .screenshot({ path: testInfo.outputPath(`page-${String(index)}.png`), timeout: 5000 })
      .catch(() => undefined);
  const path = failed ? { path: testInfo.outputPath(`trace-${String(index)}.zip`) } : {};
  // An app that the test has closed already has no trace left.
  await app.window
    .context()
    .tracing.stop(path)
    .catch(() => undefined);
  await app.close();
  if (failed)
    await testInfo.attach(`output-${String(index)}.txt`, {
      body: app.output(),
      contentType: 'text/plain',
    });
}

export { expect } from '@playwright/test';
