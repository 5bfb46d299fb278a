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
  /** An app without hosts, on the page that it starts with: for specs that say nothing about how it starts. */
  idle: IdleApp;
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
}

interface WorkerFixtures {
  sharedDynamo: DynamoDbLocal;
  sharedIdle: IdleApp;
}

/** An app that specs share: none of them adds a host, or leaves a setting changed. */
export interface IdleApp extends App {
  readonly dataDir: string;
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

  sharedIdle: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'py-perf-e2e-idle-'));
      const dataDir = join(folder, 'app');
      const app = await launchApp({ dataDir });
      await use({ ...app, dataDir });
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  idle: async ({ sharedIdle }, use, testInfo) => {
    await startAfresh(sharedIdle);
    await startTrace(sharedIdle);
    await use(sharedIdle);
    await keepEvidence(sharedIdle, 0, testInfo);
    // A page that nobody sees costs nothing until the next spec.
    await sharedIdle.closeWindow();
  },

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

  launch: async ({ folder }, use, testInfo) => {
    const apps: App[] = [];
    await use(async (options) => {
      const app = await launchApp({ dataDir: join(folder, 'app'), ...options });
      await startTrace(app);
      apps.push(app);
      return app;
    });
    for (const [index, app] of apps.entries()) {
      await keepEvidence(app, index, testInfo);
      await app.close();
    }
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

/** Starts the app on the host of this run; whoever starts it closes it. */
export function launchApp(options: AppOptions): Promise<App> {
  return onElectron ? electron.launchOnElectron(options) : standin.launchOnStandin(options);
}

/** The window is shown, and its page as at the first start. */
async function startAfresh(app: App): Promise<void> {
  if (!(await app.isVisible())) await app.clickTray('Open');
  await app.window.evaluate(() => {
    localStorage.clear();
    location.hash = '/';
  });
  await app.window.reload();
  await app.window.locator('main > :last-child').waitFor();
}

/** Pictures of every frame and of every document take longer than most tests: PY_PERF_TRACE=full has them. */
async function startTrace({ window }: App): Promise<void> {
  const full = process.env['PY_PERF_TRACE'] === 'full';
  await window.context().tracing.start({ screenshots: full, snapshots: full });
}

/** Of a test that failed, trace and output stay. */
async function keepEvidence(app: App, index: number, testInfo: TestInfo): Promise<void> {
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
  if (failed)
    await testInfo.attach(`output-${String(index)}.txt`, {
      body: app.output(),
      contentType: 'text/plain',
    });
}

export { expect } from '@playwright/test';
