import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { Uploader } from '../../../collector/uploader/uploader.ts';
import type { Item } from '../../../contract/records.ts';
import type { Sample } from '../../../contract/sample.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { minuteOf } from '../../../contract/time.ts';
import { systemClock } from '../../../platform/clock.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { cleanEnvironment } from '../environment.ts';
import { createTables, localClients, uniqueTables } from '../fleet-tables.ts';
import { randomFrom } from '../randomness.ts';
import { silentLogger } from '../test-engine.ts';

const SCRIPT = join(import.meta.dirname, 'fast-collect.ts');
/** One simulated minute takes 100 ms. */
const SPEED = 600;
/** The longest life of a process in milliseconds, from its first output on. */
const LONGEST_LIFE = 2500;
const CLEAN_RUN = 1500;

/** What a campaign recorded and stored. */
export interface CampaignResult {
  kills: number;
  /** The samples from the journal of the collector's process; of a minute sampled twice, the last. */
  sampled: Sample[];
  /** The table's items, in no order. */
  stored: Item[];
  /** Simulated times, Unix seconds, in which a process ran. */
  lives: { from: number; to: number }[];
}

/**
 * Kills a collector `kills` times at random moments, which follow from `seed`, lets it end cleanly once, and reads the
 * table.
 */
export async function runKillCampaign(
  endpoint: string,
  kills: number,
  seed: number,
): Promise<CampaignResult> {
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'kill-campaign-'));
  const clients = localClients(endpoint);
  const tables = uniqueTables();
  await createTables(clients, tables, ['system', 'registry']);
  const journal = join(folder, 'journal');
  const start = minuteOf(Date.now() / 1000) - 10 * 86_400;
  const realStart = Date.now();
  const simulated = (): number => start + ((Date.now() - realStart) / 1000) * SPEED;
  const lives: CampaignResult['lives'] = [];

  const live = async (until: number, signal: NodeJS.Signals): Promise<void> => {
    const from = simulated();
    const args = [
      join(folder, 'outbox.db'),
      journal,
      JSON.stringify(tables),
      start,
      realStart,
      SPEED,
    ];
    const child = spawn(process.execPath, [SCRIPT, ...args.map(String)], {
      env: { ...cleanEnvironment(), AWS_ENDPOINT_URL_DYNAMODB: endpoint },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await started(child);
    await delay(until);
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    lives.push({ from, to: simulated() });
  };

  try {
    for (let kill = 0; kill < kills; kill += 1) await live(random(LONGEST_LIFE), 'SIGKILL');
    await live(CLEAN_RUN, 'SIGTERM');
    await uploadRest(join(folder, 'outbox.db'), tables, endpoint);
    const stored = await readAll(clients, tables.system);
    return { kills, sampled: readJournal(journal), stored, lives };
  } finally {
    clients.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A sample from the last moment is uploaded at the next start. */
async function uploadRest(path: string, tables: TableNames, endpoint: string): Promise<void> {
  const outbox = new Outbox(path, { ...systemClock, now: () => 0 });
  const uploader = new Uploader({
    connect: () => Promise.resolve(localClients(endpoint)),
    tables,
    createTables: false,
    outbox,
    logger: silentLogger,
    clock: systemClock,
  });
  await uploader.drain({});
  uploader.close();
  outbox.close();
}

async function started(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('no output to read');
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the collector did not start'))),
  ]);
}

/** A repeated minute was sampled again, or reported again after a restart: the last one counts. */
function readJournal(path: string): Sample[] {
  if (!existsSync(path)) return [];
  const samples = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sample);
  return [...new Map(samples.map((sample) => [sample.minute, sample])).values()];
}

async function readAll(clients: DynamoClients, table: string): Promise<Item[]> {
  const found: Item[] = [];
  let key: Record<string, unknown> | undefined;
  do {
    const page = await clients.document.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: key }),
    );
    found.push(...(page.Items ?? []));
    key = page.LastEvaluatedKey;
  } while (key !== undefined);
  return found;
}
