import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../../../contract/errors.ts';
import { encodeV2Item } from '../../../../contract/records.ts';
import { partitionKey } from '../../../../contract/tables.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../../../contract/time.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { Backfill, type HourTask } from '../../../../fleet/sync/backfill.ts';
import { madeUpSample } from '../../../support/fleet-generator.ts';
import { scriptedReader, type Asked } from '../../../support/scripted-dynamo.ts';
import { TestClock } from '../../../support/test-engine.ts';

const NOW = 1_795_500_000 + 28 * MINUTE_S;
const THIS_HOUR = hourOf(NOW);

let store: FleetStore;
let host: number;
let failures: AppError[];

beforeEach(() => {
  store = openBlankStore();
  host = store.hosts.ensure({ sourceId: 'default', hostname: 'a' });
  failures = [];
});

afterEach(() => {
  store.close();
});

function backfill(): Backfill {
  return new Backfill({
    sourceId: 'default',
    store,
    clock: new TestClock(NOW),
    onProgress: () => undefined,
    onStored: () => undefined,
    onBadItems: () => undefined,
    onFailure: (error) => failures.push(error),
  });
}

function hoursAgo(ago: number): HourTask {
  return { host, hostname: 'a', hour: THIS_HOUR - ago * HOUR_S };
}

function keyOf(asked: Asked | undefined): string {
  return String((asked?.['ExpressionAttributeValues'] as Asked | undefined)?.[':key']);
}

function failing(name: string): never {
  throw Object.assign(new Error(name), { name });
}

describe('missing hours', () => {
  it('missing hours come newest first, after those being viewed', async () => {
    const { reader, asked } = scriptedReader(() => ({ Items: [] }));
    const subject = backfill();
    const far = Array.from({ length: 100 }, (_, index) => hoursAgo(index));
    void subject.enqueue(reader, far);
    await subject.enqueue(reader, [hoursAgo(300), hoursAgo(200)], true);
    await subject.whenDone();
    const order = asked.map(keyOf);
    expect(order.slice(0, 32)).toEqual(order.slice(0, 32).toSorted().toReversed());
    // As soon as one of those under way is done.
    const looked = [200, 300].map((ago) => partitionKey('a', hoursAgo(ago).hour));
    expect(order.slice(32, 34)).toEqual(looked);
    expect(order.slice(34)).toEqual(order.slice(34).toSorted().toReversed());
    expect(order).toHaveLength(102);
  });

  it('missing hours are requested again if that may help', async () => {
    const { reader, asked } = scriptedReader((_, index) =>
      index < 3 ? failing('ThrottlingException') : { Items: [] },
    );
    await backfill().enqueue(reader, [hoursAgo(5)]);
    expect(asked).toHaveLength(4);
    expect(failures).toEqual([]);
    expect(store.blocks.known(host, THIS_HOUR - 5 * HOUR_S, THIS_HOUR).size).toBe(1);
  });

  it('missing hours are left to the next sync if it does not help', async () => {
    const throttled = scriptedReader(() => failing('ThrottlingException'));
    await expect(backfill().enqueue(throttled.reader, [hoursAgo(5)])).rejects.toMatchObject({
      error: { code: 'throttled' },
    });
    expect(throttled.asked).toHaveLength(9);
    const denied = scriptedReader(() => failing('AccessDeniedException'));
    await expect(backfill().enqueue(denied.reader, [hoursAgo(5)])).rejects.toMatchObject({
      error: { code: 'access-denied' },
    });
    expect(denied.asked).toHaveLength(1);
    expect(failures.map(({ code }) => code)).toEqual(['throttled', 'access-denied']);
    expect(store.blocks.known(host, 0, THIS_HOUR + HOUR_S).size).toBe(0);
  });

  it('missing hours are complete up to samples that had time to arrive, or the newest one', async () => {
    const now = (NOW - THIS_HOUR) / MINUTE_S;
    const through = (hour: number): number | undefined =>
      store.blocks.known(host, hour, hour + HOUR_S).get(hour);
    await backfill().enqueue(scriptedReader(() => ({ Items: [] })).reader, [
      hoursAgo(0),
      hoursAgo(1),
    ]);
    expect(through(THIS_HOUR)).toBe(now - 3);
    expect(through(THIS_HOUR - HOUR_S)).toBe(60);
    const newest = encodeV2Item(madeUpSample('a', NOW - MINUTE_S));
    await backfill().enqueue(scriptedReader(() => ({ Items: [newest] })).reader, [hoursAgo(0)]);
    expect(through(THIS_HOUR)).toBe(now);
  });
});
