import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { encodeRegistryAttributes, encodeV2Item } from '../contract/records.ts';
import { sourceConfigSchema } from '../contract/settings.ts';
import { DEFAULT_TABLE_NAMES, type TableNames } from '../contract/tables.ts';
import { DAY_S, HOUR_S, MINUTE_S, hourOf, minuteOf } from '../contract/time.ts';
import { MADE_UP_MARK } from '../platform/fs/data-dir.ts';
import { loadSettings } from '../platform/fs/settings-file.ts';
import { saveSettings } from '../platform/fs/settings-writer.ts';
import { launchStandin } from '../test/standin/host/launch.ts';
import { dynamoEnvironment, startDynamoDbLocal } from '../test/support/dynamodb-local.ts';
import { createTables, localClients, putItems } from '../test/support/fleet-tables.ts';
import {
  madeUpFleet,
  writeDataDirectory,
  type MadeUpFleet,
} from '../test/support/made-up/fleet.ts';
import type { Machine } from '../test/support/made-up/machines.ts';
import { DATA_CENTRE, OFFICE } from '../test/support/made-up/roles.ts';
import { takeTour } from '../test/support/renderer-harness/tour.ts';
import { installTestTools, installTools } from './install-test-tools.ts';

/**
 * `npm run screenshots`: the README's pictures, taken from the running app on a made-up fleet. The store already has
 * the week before; new samples come from tables, as in a real fleet.
 *
 * `npm run screenshots -- --tour [FOLDER [NAME…]]`: every page and state, in both themes, three sizes and all
 * languages, into a folder (`screenshots`), for review.
 */
const TARGET = join(import.meta.dirname, '../docs/images');
const MAIN = join(import.meta.dirname, '../out/main/index.js');
const HOSTS = 60;
const DAYS = 7;
/** Tables by source. */
const TABLES: Readonly<Record<string, TableNames>> = {
  [DATA_CENTRE]: DEFAULT_TABLE_NAMES,
  [OFFICE]: {
    system: 'office-system',
    legacy: 'office-legacy',
    registry: 'office-registry',
    functions: 'office-data',
  },
};

/** The last sample of a machine before `to` (Unix seconds), if it is at most a week old. */
function lastSample(machine: Machine, to: number): ReturnType<Machine['sampleAt']> {
  for (let minute = minuteOf(to) - MINUTE_S; minute > to - DAYS * DAY_S; minute -= MINUTE_S) {
    const sample = machine.sampleAt(minute, 'core');
    if (sample !== null) return sample;
  }
  return null;
}

async function putIntoTables(endpoint: string, { machines, now }: MadeUpFleet): Promise<void> {
  const clients = localClients(endpoint);
  for (const [sourceId, tables] of Object.entries(TABLES)) {
    const own = machines.filter((machine) => machine.sourceId === sourceId);
    await createTables(clients, tables);
    // The running hour: the store has everything before it.
    const from = hourOf(now) - HOUR_S;
    const minutes = Array.from(
      { length: (minuteOf(now) - from) / MINUTE_S },
      (_, at) => from + at * MINUTE_S,
    );
    const samples = own.flatMap((machine) =>
      minutes
        .map((minute) => machine.sampleAt(minute, 'processes'))
        .filter((sample) => sample !== null),
    );
    await putItems(
      clients,
      tables.system,
      samples.map((sample) => encodeV2Item(sample)),
    );
    const rows = own.flatMap((machine) => {
      const last = lastSample(machine, now);
      if (last === null) return [];
      const { hostname, facts } = machine;
      return [{ hostname, first_seen: now - 90 * DAY_S, ...encodeRegistryAttributes(last, facts) }];
    });
    await putItems(clients, tables.registry, rows);
  }
  clients.destroy();
}

/** Like the demo's, but connected, and without its mark. */
function connect(dataDir: string, endpoint: string): void {
  rmSync(join(dataDir, MADE_UP_MARK));
  const settings = loadSettings(dataDir);
  const sources = settings.sources.map((source) =>
    sourceConfigSchema.parse({ ...source, mode: 'on', endpoint, tables: TABLES[source.id] }),
  );
  saveSettings(dataDir, { ...settings, sources });
}

const SHOTS: readonly { name: string; path: string; ready: string }[] = [
  { name: 'overview', path: '/?range=24h', ready: '[data-testid="host-row"]' },
  {
    name: 'host',
    path: '/hosts/default/web-12.fra.example?range=7d',
    ready: '[data-testid="host-page-state"]',
  },
  { name: 'heat-map', path: '/heat-map?range=7d', ready: '[data-testid="heat-map"] canvas' },
  { name: 'alerts', path: '/alerts', ready: 'main h1, main h2' },
];

async function takeAll(page: Page): Promise<void> {
  await page.locator('[data-testid="host-row"]').first().waitFor();
  // The first sync shows its progress until it is done.
  await page.getByText(/^Next read in/u).waitFor({ timeout: 120_000 });
  await page.getByTestId('backfill').waitFor({ state: 'detached', timeout: 120_000 });
  for (const { name, path, ready } of SHOTS)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate((hash) => {
        location.hash = hash;
      }, path);
      await page.locator(ready).first().waitFor();
      await page.mouse.move(0, 0);
      await page.getByTestId('backfill').waitFor({ state: 'detached', timeout: 120_000 });
      // The data has arrived once nothing is drawn as loading.
      await page.waitForFunction(() => document.querySelector('.skeleton') === null, undefined, {
        timeout: 120_000,
      });
      await page.waitForTimeout(1500);
      const file = colorScheme === 'dark' ? `${name}-dark.png` : `${name}.png`;
      await page.screenshot({ path: join(TARGET, file), animations: 'disabled' });
    }
}

/** The pictures of the README. */
async function takeReadmePictures(): Promise<void> {
  await installTestTools();
  mkdirSync(TARGET, { recursive: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'py-perf-screenshots-'));
  const dynamo = await startDynamoDbLocal();
  try {
    const madeUp = madeUpFleet(HOSTS, Date.now() / 1000);
    // Without a legacy table, whose scan would be reported on the first page.
    const reporters = madeUp.reporters.map((reporter) => ({ ...reporter, layout: 'v2' as const }));
    const fleet = { ...madeUp, reporters };
    writeDataDirectory(dataDir, fleet, DAYS);
    connect(dataDir, dynamo.endpoint);
    await putIntoTables(dynamo.endpoint, fleet);
    const standin = launchStandin({
      main: MAIN,
      env: {
        ...process.env,
        ...dynamoEnvironment(dynamo.endpoint),
        PY_PERF_DATA_DIR: dataDir,
        PY_PERF_MACHINE_LOCK: `screenshots-${String(process.pid)}`,
      },
      timeZone: 'Europe/Berlin',
      onOutput: (text) => process.stderr.write(text),
    });
    await takeAll(await standin.firstWindow());
    await standin.close();
  } finally {
    await dynamo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function takeTourInto(folder: string, names: readonly string[]): Promise<void> {
  installTools(['chromium', 'cjk-font']);
  const { pictures, failed } = await takeTour(folder, names);
  process.stdout.write(`${String(pictures)} pictures in ${folder}\n`);
  if (failed.length === 0) return;
  process.stderr.write(`${failed.join('\n')}\n`);
  process.exitCode = 1;
}

const [mode, folder = 'screenshots', ...names] = process.argv.slice(2);
if (mode === '--tour') await takeTourInto(folder, names);
else await takeReadmePictures();
