import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { clockStatus } from '../../../contract/host-health.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { legacyBatch, legacyMarker } from '../../support/fleet-generator.ts';
import {
  createTables,
  localClients,
  putItems,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import {
  minutesOf,
  openTestEngine,
  points,
  TestClock,
  type TestEngine,
} from '../../support/test-engine.ts';

const START = 1_795_600_000 - (1_795_600_000 % HOUR_S);
const AHEAD = 20 * HOUR_S;
const zoneBefore = process.env['TZ'];

let clients: DynamoClients;
let tables: TableNames;
let clock: TestClock;
let test: TestEngine;

beforeEach(async () => {
  clients = localClients(inject('dynamoEndpoint'));
  tables = uniqueTables();
  clock = new TestClock(START);
  await createTables(clients, tables, ['legacy']);
  test = openTestEngine([testSource(inject('dynamoEndpoint'), tables)], clock);
});

afterEach(async () => {
  await test.dispose();
  clients.destroy();
});

/** Uploads as a daemon does whose clock is ahead by some seconds, and syncs. */
async function upload(ahead = 0): Promise<void> {
  const uploadedAt = clock.now() / 1000 + ahead;
  const upload = { hostname: 'old', times: [uploadedAt - 20, uploadedAt - 10], uploadedAt };
  await putItems(clients, tables.legacy, [legacyBatch(upload), legacyMarker(upload)]);
  await sync();
}

async function sync(): Promise<void> {
  await test.engine.sync('user');
  await test.engine.whenIdle();
}

/** When the host was last seen, in minutes since the start, and what it is taken for. */
function seen(): [number | null, string] {
  const [host] = test.engine.overview().hosts;
  const lastSeen = host?.lastSeen ?? null;
  return [
    lastSeen === null ? null : Math.floor((lastSeen - START) / MINUTE_S),
    clockStatus(lastSeen, clock.now() / 1000),
  ];
}

describe.each(['UTC', 'America/Chicago', 'Asia/Kolkata'])('seen from %s', (zone) => {
  beforeAll(() => {
    process.env['TZ'] = zone;
  });
  afterAll(() => {
    if (zoneBefore === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zoneBefore;
  });

  it('a legacy host whose clock was 20 hours ahead is followed once it is right, and goes offline six minutes after it dies', async () => {
    await upload();
    expect(seen()).toEqual([0, 'online']);
    for (let minute = 1; minute <= 3; minute += 1) {
      clock.advance(MINUTE_S);
      await upload(AHEAD);
    }
    expect(seen()[0]).toBe(0);
    for (let minute = 4; minute <= 9; minute += 1) {
      clock.advance(MINUTE_S);
      await upload();
    }
    expect(seen()).toEqual([9, 'online']);
    const minutes = points(minutesOf(test.engine, 'old', START, START + HOUR_S));
    expect(minutes.map(([minute]) => (minute - START) / MINUTE_S)).toEqual([3, 4, 5, 6, 7, 8]);
    clock.advance(6 * MINUTE_S + 1);
    await sync();
    expect(seen()).toEqual([9, 'offline']);
  });
});

it('a legacy host that an earlier release took for alive no longer is', async () => {
  await upload();
  const { engine } = test;
  const host = engine.answers.queries.find({ sourceId: 'default', hostname: 'old' });
  await engine.close();
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(`${test.directory}/fleet.db`);
  db.prepare('UPDATE host SET legacy_seen = ?, legacy_record = ?, legacy_end = ? WHERE id = ?').run(
    START + AHEAD,
    (START + AHEAD) * 1000,
    START + AHEAD,
    host.id,
  );
  db.close();
  await test.reopen();
  clock.advance(10 * MINUTE_S);
  await upload();
  expect(seen()).toEqual([10, 'online']);
  clock.advance(6 * MINUTE_S + 1);
  await sync();
  expect(seen()[1]).toBe('offline');
});
