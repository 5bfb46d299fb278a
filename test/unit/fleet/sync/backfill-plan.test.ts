import { afterEach, beforeEach, expect, it } from 'vitest';
import { HOUR_S, MINUTE_S, hourOf } from '../../../../contract/time.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { Backfill, type HourTask } from '../../../../fleet/sync/backfill.ts';
import { BackfillPlan } from '../../../../fleet/sync/backfill-plan.ts';
import { madeUpHostnames, madeUpSample } from '../../../support/fleet-generator.ts';
import { scriptedReader } from '../../../support/scripted-dynamo.ts';
import { TestClock } from '../../../support/test-engine.ts';

const HOSTS = 30;
const WINDOW = 60;
/** The running hour and the 24 before. */
const HOURS = 25;
const NOW = hourOf(1_795_500_000) + 30 * MINUTE_S;
const clock = new TestClock(NOW);

let store: FleetStore;
let plan: BackfillPlan;
let first: HourTask[];

beforeEach(() => {
  store = openBlankStore();
  plan = new BackfillPlan({ store, clock }, WINDOW);
  store.write(() => {
    for (const hostname of madeUpHostnames(HOSTS))
      store.record({
        host: store.hosts.ensure({ sourceId: 'default', hostname }),
        layout: 'v2',
        records: [{ sample: madeUpSample(hostname, NOW - MINUTE_S) }],
        now: NOW,
      });
    first = plan.first(store.hosts.ofSource('default'));
  });
});

afterEach(() => {
  store.close();
});

it('hours are planned in portions, newest of all hosts first, each once', () => {
  expect(first).toHaveLength(WINDOW);
  expect(new Set(first.map(({ hour }) => hour))).toEqual(
    new Set([hourOf(NOW), hourOf(NOW) - HOUR_S]),
  );
  const all = [...first];
  for (let pass = plan.next(); pass.length > 0; pass = plan.next()) {
    expect(pass.length).toBeLessThanOrEqual(WINDOW);
    all.push(...pass);
    expect(plan.rest).toBe(HOSTS * HOURS - all.length);
  }
  expect(new Set(all.map(({ host, hour }) => `${String(host)} ${String(hour)}`)).size).toBe(
    HOSTS * HOURS,
  );
});

it('a backfill completes its plan, and its progress includes unplanned hours', async () => {
  const { reader, asked } = scriptedReader(() => ({ Items: [] }));
  const totals = new Set<number>();
  const backfill = new Backfill({
    sourceId: 'default',
    store,
    clock,
    onProgress: () => {
      if (backfill.progress !== null) totals.add(backfill.progress.total);
    },
    onStored: () => undefined,
    onBadItems: () => undefined,
    onFailure: () => undefined,
  });
  backfill.follow(reader, first, plan);
  expect(backfill.progress).toEqual({ done: 0, total: HOSTS * HOURS });
  await backfill.whenDone();
  expect(asked).toHaveLength(HOSTS * HOURS);
  expect([...totals]).toEqual([HOSTS * HOURS]);
  expect(backfill.progress).toBeNull();
});

it('a cancelled backfill stops planning', async () => {
  const { reader, asked } = scriptedReader(() => {
    throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  });
  const failures: string[] = [];
  const backfill = new Backfill({
    sourceId: 'default',
    store,
    clock,
    onProgress: () => undefined,
    onStored: () => undefined,
    onBadItems: () => undefined,
    onFailure: ({ code }) => failures.push(code),
  });
  backfill.follow(reader, first, plan);
  await backfill.whenDone();
  expect(failures).toEqual(['access-denied']);
  expect(asked.length).toBeLessThanOrEqual(32);
  expect(backfill.progress).toBeNull();
});
