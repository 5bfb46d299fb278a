import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { DEFAULT_TABLE_NAMES } from '../contract/tables.ts';
import { DAY_S, HOUR_S, minuteOf } from '../contract/time.ts';
import { launchStandin } from '../test/standin/host/launch.ts';
import { dynamoEnvironment, startDynamoDbLocal } from '../test/support/dynamodb-local.ts';
import { madeUpHostnames, putFleet } from '../test/support/fleet-generator.ts';
import { createTables, localClients } from '../test/support/fleet-tables.ts';
import { installTestTools } from './install-test-tools.ts';

/** `npm run screenshots`: the pictures of the README, taken from the running app on a made-up fleet. */
const TARGET = join(import.meta.dirname, '../docs/images');
const MAIN = join(import.meta.dirname, '../out/main/index.js');

async function putMadeUpFleet(endpoint: string): Promise<string> {
  const clients = localClients(endpoint);
  await createTables(clients, DEFAULT_TABLE_NAMES);
  const now = minuteOf(Date.now() / 1000);
  const web = madeUpHostnames(9, 'web');
  const fleets = [
    { hostnames: web, from: now - DAY_S, to: now },
    { hostnames: madeUpHostnames(5, 'db'), from: now - DAY_S, to: now },
    { hostnames: madeUpHostnames(4, 'build'), from: now - DAY_S, to: now },
    { hostnames: ['cache-01'], from: now - DAY_S, to: now - 25 * 60 },
    { hostnames: ['staging-01'], from: now - DAY_S, to: now - 5 * HOUR_S },
  ];
  for (const fleet of fleets) await putFleet(clients, DEFAULT_TABLE_NAMES, fleet);
  clients.destroy();
  return web[0] ?? '';
}

async function takeAll(page: Page, hostname: string): Promise<void> {
  const shoot = (name: string): Promise<Buffer> =>
    page.screenshot({ path: join(TARGET, `${name}.png`), animations: 'disabled' });
  const row = page.locator(`[data-testid="host-row"][data-hostname="${hostname}"]`);
  await row.waitFor();
  // The first sync goes on with the day before; its progress is shown until it is done.
  await page.getByTestId('backfill').waitFor({ state: 'detached', timeout: 120_000 });
  await page.locator('[data-testid="host-chart"]:not([data-points="0"])').first().waitFor();
  await shoot('overview');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot('overview-dark');
  await row.getByRole('link').first().click();
  // The overview has charts of its own: the host's header says that its page is there.
  await page.getByTestId('host-page-state').waitFor();
  await page.mouse.move(0, 0);
  await page.locator('[data-testid="host-chart"]:not([data-points="0"])').first().waitFor();
  await shoot('host-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await shoot('host');
}

await installTestTools();
mkdirSync(TARGET, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'py-perf-screenshots-'));
const dynamo = await startDynamoDbLocal();
try {
  const hostname = await putMadeUpFleet(dynamo.endpoint);
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
  await takeAll(await standin.firstWindow(), hostname);
  await standin.close();
} finally {
  await dynamo.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
