import { afterEach, beforeEach, expect, it } from 'vitest';
import { decodeRegistryItem } from '../../../contract/records.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../../contract/time.ts';
import { lastSeenOf } from '../../../fleet/store/host-summary.ts';
import type { FleetStore } from '../../../fleet/store/store.ts';
import { openBlankStore } from '../../support/blank-store.ts';
import { madeUpSample, registryItem } from '../../support/fleet-generator.ts';

const NOW = hourOf(1_795_500_000) + 30 * MINUTE_S;
const REF = { sourceId: 'default', hostname: 'a' };

let store: FleetStore;
let host: number;

beforeEach(() => {
  store = openBlankStore();
  host = store.hosts.ensure(REF);
});

afterEach(() => {
  store.close();
});

function sampled(minute: number, now: number): void {
  store.write(() => {
    const records = [{ sample: { ...madeUpSample('a', minute), collectedAt: minute } }];
    store.record({ host, layout: 'v2', records, now });
  });
}

function registered(lastSeen: number, now: number): void {
  const item = { ...registryItem(madeUpSample('a', NOW), NOW - HOUR_S), last_seen: lastSeen };
  const decoded = decodeRegistryItem(item, now);
  if (!('value' in decoded)) throw new Error(decoded.problem);
  const { value } = decoded;
  store.write(() => {
    store.hosts.applyRegistry(host, value, now);
  });
}

function seen(): number | null {
  const stored = store.hosts.find(REF);
  return stored === null ? null : lastSeenOf(stored);
}

it('a host whose clock was hours ahead was last seen while its clock was right', () => {
  sampled(NOW - 10 * MINUTE_S, NOW);
  registered(NOW - 10 * MINUTE_S, NOW);
  sampled(NOW + 20 * HOUR_S, NOW);
  registered(NOW + 20 * HOUR_S, NOW);
  expect(seen()).toBe(NOW - 10 * MINUTE_S);
  // Nor does it come to life at the time that its clock showed.
  registered(NOW + 20 * HOUR_S, NOW + MINUTE_S);
  expect(seen()).toBe(NOW - 10 * MINUTE_S);
});

it('a host whose clock was always ahead is known, but was never seen', () => {
  registered(NOW + HOUR_S, NOW);
  sampled(NOW + HOUR_S, NOW);
  expect(store.hosts.all()).toHaveLength(1);
  expect(seen()).toBeNull();
});

it.each([0, 4])('a clock that is %i minutes ahead counts as right', (minutes) => {
  sampled(NOW + minutes * MINUTE_S, NOW);
  expect(seen()).toBe(NOW + minutes * MINUTE_S);
  registered(NOW + minutes * MINUTE_S + 30, NOW);
  expect(seen()).toBe(NOW + minutes * MINUTE_S + 30);
});
