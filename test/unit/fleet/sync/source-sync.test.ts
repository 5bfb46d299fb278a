import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeV2Item } from '../../../../contract/records.ts';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../../../contract/time.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { applyMinutes } from '../../../../fleet/sync/source-sync.ts';
import { madeUpSample, registryItem } from '../../../support/fleet-generator.ts';
import { testSource } from '../../../support/fleet-tables.ts';
import { MemoryTables } from '../../../support/memory-tables.ts';
import { TestClock, openTestEngine } from '../../../support/test-engine.ts';

const HOUR_START = hourOf(1_795_500_000);
const config = testSource('http://127.0.0.1:1', DEFAULT_TABLE_NAMES);

let store: FleetStore;
let host: number;

beforeEach(() => {
  store = openBlankStore();
  host = store.hosts.ensure({ sourceId: config.id, hostname: 'a' });
});

afterEach(() => {
  store.close();
});

it('a poll that does not adjoin earlier ones leaves the gap to be fetched', () => {
  const now = HOUR_START + 30 * MINUTE_S;
  const through = (): number | undefined =>
    store.blocks.known(host, HOUR_START, HOUR_START + HOUR_S).get(HOUR_START);
  const ask = (from: number, to: number): void => {
    const stored = store.hosts.byId(host);
    const range = { from: HOUR_START + from * MINUTE_S, to: HOUR_START + to * MINUTE_S };
    const samples = [madeUpSample('a', range.to - MINUTE_S)];
    if (stored !== null) applyMinutes({ store }, [{ host: stored, range }], samples, now);
  };
  ask(0, 5);
  expect([through(), store.hosts.byId(host)?.polledThrough]).toEqual([0, null]);
  store.hosts.setPolledThrough(host, HOUR_START);
  ask(0, 5);
  expect(through()).toBe(5);
  ask(10, 15);
  expect([through(), store.hosts.byId(host)?.polledThrough]).toEqual([
    5,
    HOUR_START + 5 * MINUTE_S,
  ]);
});

describe('a silence that ended', () => {
  it('a silence that ended is checked again, hour by hour, once the host had time to upload its backlog', async () => {
    const tables = new MemoryTables();
    const clock = new TestClock(HOUR_START);
    const test = openTestEngine([config], clock, {
      connect: () => Promise.resolve(tables.clients),
    });
    const report = async (at: number): Promise<void> => {
      clock.set(at + 30);
      tables.put(encodeV2Item(madeUpSample('a', at)));
      tables.registry.set('a', registryItem(madeUpSample('a', at), HOUR_START - 9 * HOUR_S));
      await test.engine.sync('user');
      await test.engine.whenIdle();
    };
    await report(HOUR_START);
    clock.set(HOUR_START + HOUR_S);
    await test.engine.sync('user');
    const back = HOUR_START + 3 * HOUR_S + 10 * MINUTE_S;
    await report(back);
    const db = new DatabaseSync(join(test.directory, 'fleet.db'), { readOnly: true });
    const due = db.prepare('SELECT hour, due_at FROM recheck WHERE attempt = 0').all();
    db.close();
    for (const hours of [0, 1, 2, 3]) {
      const found = due.find((row) => row['hour'] === HOUR_START + hours * HOUR_S);
      expect([hours, Number(found?.['due_at']) - clock.now() / 1000]).toEqual([
        hours,
        5 * MINUTE_S,
      ]);
    }
    await test.dispose();
  });
});
