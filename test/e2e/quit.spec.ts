import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsSchema } from '../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { endingOf, waitingMinutes } from '../support/closed-in-order.ts';
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import type { Fault } from '../support/faults.ts';
import { createTables, localClients } from '../support/fleet-tables.ts';
import { processesOf } from '../support/left-processes.ts';
import { expect, test as base } from './fixture.ts';
import { quitByTray, type App, type HiddenApp } from './hosts/app.ts';
import { OverviewPage } from './pages/overview-page.ts';

const HOST = 'quitting-host';

const test = base.extend<{ dataDir: string; source: FaultProxy }>({
  /** Of an app that collects. */
  dataDir: async ({ folder }, use) => {
    const dataDir = join(folder, 'app');
    mkdirSync(dataDir);
    const settings = settingsSchema.parse({ collector: { enabled: true, hostname: HOST } });
    writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
    await use(dataDir);
  },

  source: async ({ dynamo }, use) => {
    const clients = localClients(dynamo.endpoint);
    await createTables(clients, DEFAULT_TABLE_NAMES, ['system', 'registry']);
    clients.destroy();
    const source = await startFaultProxy(dynamo.endpoint);
    await use(source);
    await source.close();
  },
});

/** From now on the app writes down in which order it quits, and which databases are open when it does. */
function recordQuitting(app: HiddenApp | App, dataDir: string): Promise<void> {
  return app.evaluate(({ app: electronApp }, folder) => {
    const { readdirSync } = process.getBuiltinModule('node:fs');
    const record = (name: string) => (): void => {
      const open = readdirSync(folder).filter((file) => file.endsWith('.db-wal'));
      process.stdout.write(`\n${name}: ${open.toSorted().join(' ') || 'all closed'}\n`);
    };
    electronApp.on('before-quit', record('before-quit'));
    electronApp.on('will-quit', record('will-quit'));
  }, dataDir);
}

/** Waits until the app has both its databases open. */
async function expectOpen(dataDir: string): Promise<void> {
  const open = (): string[] => readdirSync(dataDir).filter((file) => file.endsWith('.db-wal'));
  await expect.poll(() => open().toSorted()).toEqual(['fleet.db-wal', 'outbox.db-wal']);
}

/** Milliseconds after which the app no longer waits for its service to close. */
const PATIENCE_MS = 1500;

/**
 * Quits by `end`, and expects everything to be closed in order. The time it took is printed, not asserted: where the
 * machine is so busy that the app's patience ends, its files must be whole nevertheless.
 */
async function expectQuit(
  app: HiddenApp | App,
  dataDir: string,
  what: string,
  end: () => Promise<void>,
): Promise<void> {
  const from = performance.now();
  await end();
  expect(await app.exited).toBe(0);
  const tookMs = performance.now() - from;
  process.stdout.write(`quit ${what}: ${tookMs.toFixed(0)} ms\n`);
  const closed = { ...endingOf(dataDir), quitting: quittingOf(app) };
  expect(new Set(Object.values(closed.integrity))).toEqual(new Set(['ok']));
  if (tookMs < PATIENCE_MS)
    expect(closed).toMatchObject({
      quitting: IN_ORDER,
      leftOpen: [],
      lastWord: 'closed in order',
    });
}

function quittingOf(app: HiddenApp | App): string[] {
  return app
    .output()
    .split('\n')
    .filter((line) => /^(before|will)-quit: /u.test(line));
}

const IN_ORDER = [
  'before-quit: fleet.db-wal outbox.db-wal',
  // The first asked; this one goes through.
  'before-quit: all closed',
  'will-quit: all closed',
];

function isUpload({ operation }: { operation: string }): boolean {
  return operation === 'BatchWriteItem';
}

const TROUBLES: [string, Fault | null][] = [
  ['with a source that answers', null],
  ['with a source that hangs', { kind: 'hang' }],
  ['with a source that throttles', { kind: 'throttle' }],
];

for (const [what, fault] of TROUBLES)
  test(`quits in order ${what}, a sync and the collector at work`, async ({
    dataDir,
    source,
    launch,
  }) => {
    source.latency = 50;
    source.fault = () => fault;
    const app = await launch({ dataDir, env: dynamoEnvironment(source.endpoint) });
    await expect(new OverviewPage(app.window).state(HOST)).toContainText('online');
    await recordQuitting(app, dataDir);
    await app.clickTray('Sync now');
    await expectQuit(app, dataDir, what, () => quitByTray(app));
    // What DynamoDB did not take is still there, also where a busy machine did not upload it in the time that quitting has.
    const isTaken = fault === null && source.requests.some(isUpload);
    if (!isTaken) expect(waitingMinutes(dataDir)).not.toEqual([]);
    // Those of pages may end a moment after the app itself.
    if (process.platform === 'linux') await expect.poll(() => processesOf(dataDir)).toEqual([]);
  });

/** What the systems tell an app of their end: Linux and macOS the app, Windows its windows. */
const SYSTEM_ENDS: [string, (app: App) => Promise<boolean>][] = [
  [
    'the machine shuts down',
    (app) =>
      app.evaluate(({ powerMonitor }) => {
        let waits = false;
        powerMonitor.emit('shutdown', { preventDefault: () => (waits = true) });
        return waits;
      }, null),
  ],
  [
    'a session of Windows ends',
    (app) =>
      app.evaluate(
        ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.emit('session-end', { reasons: ['shutdown'] }) ?? false,
        null,
      ),
  ],
];

for (const [what, end] of SYSTEM_ENDS)
  test(`quits in order when ${what}`, async ({ dataDir, launch }) => {
    const app = await launch({ dataDir });
    await expect(new OverviewPage(app.window).state(HOST)).toContainText('online');
    await recordQuitting(app, dataDir);
    await expectQuit(app, dataDir, `when ${what}`, async () => {
      expect(await end(app)).toBe(true);
    });
    expect(existsSync(join(dataDir, 'shell.json'))).toBe(true);
  });

test('quits in order on SIGINT, in the tray only', async ({ dataDir, launchHidden }) => {
  test.skip(process.platform === 'win32', 'Windows ends a program without telling it');
  const app = await launchHidden({ dataDir });
  await expect(async () => {
    expect(await app.trayItems()).toContain('✓ Collect this machine');
  }).toPass();
  await expectOpen(dataDir);
  await recordQuitting(app, dataDir);
  await expectQuit(app, dataDir, 'on SIGINT', () => {
    app.signal('SIGINT');
    return Promise.resolve();
  });
});

test('quits while it still starts for the first time, and starts again', async ({
  launch,
  launchHidden,
}) => {
  const app = await launchHidden({});
  await app.close();
  expect(await app.exited).toBe(0);
  const again = await launch({});
  await expect(new OverviewPage(again.window).firstRun).toBeVisible();
});

test('keeps every sample of a machine without AWS, and quits in order on SIGTERM', async ({
  dataDir,
  launch,
}) => {
  const app = await launch({ dataDir });
  await expect(new OverviewPage(app.window).state(HOST)).toContainText('online');
  await recordQuitting(app, dataDir);
  await expectQuit(app, dataDir, 'without AWS', () => quitByTray(app));
  expect(waitingMinutes(dataDir)).not.toEqual([]);

  const again = await launch({ dataDir });
  await expect(new OverviewPage(again.window).row(HOST)).toBeVisible();
  if (process.platform === 'win32') return; // It ends a program without telling it.
  await expectOpen(dataDir);
  await recordQuitting(again, dataDir);
  await expectQuit(again, dataDir, 'on SIGTERM', () => {
    again.signal('SIGTERM');
    return Promise.resolve();
  });
});
