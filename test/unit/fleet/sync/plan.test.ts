import { describe, expect, it } from 'vitest';
import { HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import type { StoredHost } from '../../../../fleet/store/host-row.ts';
import { SEEN_IN } from '../../../../fleet/store/minute.ts';
import {
  hoursOfSilence,
  knownAfterAsking,
  minutesToAsk,
  pendingHours,
  planHours,
} from '../../../../fleet/sync/plan.ts';

const HOUR_START = 1_795_500_000 - (1_795_500_000 % HOUR_S);
const NOW = HOUR_START + 30 * MINUTE_S + 20;

function host(change: Partial<StoredHost> = {}): StoredHost {
  return {
    id: 1,
    sourceId: 'default',
    hostname: 'web',
    layouts: SEEN_IN.registry | SEEN_IN.v2,
    firstSeen: null,
    registrySeen: NOW - 10,
    registryNewest: { cpu: 1, memory: 1 },
    active: true,
    removedAt: null,
    facts: {},
    sampleAt: null,
    newest: {},
    named: { fileSystems: null, custom: null },
    legacySeen: null,
    legacyRecord: null,
    legacyEnd: null,
    legacyWholeFrom: null,
    legacyGapFrom: null,
    wantedFrom: HOUR_START - 2 * HOUR_S,
    syncedThrough: HOUR_START - 2 * HOUR_S,
    polledThrough: HOUR_START + 28 * MINUTE_S,
    silentSince: null,
    ...change,
  };
}

describe('the minutes asked for by key', () => {
  it('the minutes read by key end at the registry’s time', () => {
    expect(minutesToAsk(host(), NOW, true)).toEqual({
      from: HOUR_START + 28 * MINUTE_S,
      to: HOUR_START + 31 * MINUTE_S,
    });
    expect(minutesToAsk(host({ registrySeen: HOUR_START + 27 * MINUTE_S }), NOW, true)).toBeNull();
  });

  it('the minutes read by key end at the clock without a registry', () => {
    const online = host({ registrySeen: null, sampleAt: NOW - 60 });
    expect(minutesToAsk(online, NOW, false)?.to).toBe(HOUR_START + 31 * MINUTE_S);
  });

  it('the minutes read by key are one for a silent host without a registry, to notice its return', () => {
    const silent = host({ registrySeen: null, sampleAt: NOW - HOUR_S });
    expect(minutesToAsk(silent, NOW, false)).toEqual({
      from: HOUR_START + 29 * MINUTE_S,
      to: HOUR_START + 30 * MINUTE_S,
    });
  });

  it('the minutes read by key are none if a query is cheaper, or nothing was read yet', () => {
    expect(minutesToAsk(host({ polledThrough: HOUR_START }), NOW, true)).toBeNull();
    expect(minutesToAsk(host({ polledThrough: null }), NOW, true)).toBeNull();
  });

  it('the minutes read by key are one for a host with the legacy layout only', () => {
    const legacy = host({ layouts: SEEN_IN.registry | SEEN_IN.legacy, polledThrough: null });
    expect(minutesToAsk(legacy, NOW, true)).toEqual({
      from: HOUR_START + 30 * MINUTE_S,
      to: HOUR_START + 31 * MINUTE_S,
    });
  });
});

describe('what is known after asking', () => {
  const range = { from: HOUR_START + 20 * MINUTE_S, to: HOUR_START + 31 * MINUTE_S };

  it('reaches the newest sample found', () => {
    expect(knownAfterAsking(range, HOUR_START + 29 * MINUTE_S, NOW)?.to).toBe(
      HOUR_START + 30 * MINUTE_S,
    );
  });

  it('skips missing minutes that had time to arrive', () => {
    expect(knownAfterAsking(range, null, NOW)?.to).toBe(HOUR_START + 27 * MINUTE_S);
    expect(knownAfterAsking({ ...range, from: HOUR_START + 29 * MINUTE_S }, null, NOW)).toBeNull();
  });
});

describe('the hours to query', () => {
  it('the hours to query are those missing in the blocks, newest first', () => {
    const known = new Map([[HOUR_START - HOUR_S, 60]]);
    const plan = planHours(host({ polledThrough: null }), NOW, () => known);
    expect(plan.hours).toEqual([HOUR_START, HOUR_START - 2 * HOUR_S]);
    expect(plan.syncedThrough).toBe(HOUR_START - 2 * HOUR_S);
  });

  it('the hours to query leave the last minutes to the polls', () => {
    const known = new Map([
      [HOUR_START - 2 * HOUR_S, 60],
      [HOUR_START - HOUR_S, 60],
      [HOUR_START, 28],
    ]);
    expect(planHours(host(), NOW, () => known)).toEqual({ hours: [], syncedThrough: HOUR_START });
  });

  it('include the running one in its first minute, if the host has reported in it', () => {
    const first = { polledThrough: null, registrySeen: HOUR_START + 5 };
    expect(planHours(host(first), HOUR_START + 20, () => new Map()).hours[0]).toBe(HOUR_START);
    const before = { polledThrough: null, registrySeen: HOUR_START - 5 };
    expect(planHours(host(before), HOUR_START + 20, () => new Map()).hours[0]).toBe(
      HOUR_START - HOUR_S,
    );
  });

  it('the hours to query do not go beyond the last sign of life', () => {
    const silent = host({ registrySeen: HOUR_START - HOUR_S + 90, polledThrough: null });
    expect(planHours(silent, NOW, () => new Map()).hours).toEqual([
      HOUR_START - HOUR_S,
      HOUR_START - 2 * HOUR_S,
    ]);
  });

  it('the hours to query are past hours only for a host that writes the legacy layout', () => {
    const legacy = host({ layouts: SEEN_IN.legacy, polledThrough: null });
    expect(planHours(legacy, NOW, () => new Map()).hours).toEqual([
      HOUR_START - HOUR_S,
      HOUR_START - 2 * HOUR_S,
    ]);
  });
});

describe('pending hours', () => {
  it('pending hours are those that a sync may still fill', () => {
    const known = new Map([
      [HOUR_START - HOUR_S, 60],
      [HOUR_START, 25],
    ]);
    expect(pendingHours(host(), HOUR_START - 2 * HOUR_S, NOW, known)).toBe(1);
    expect(pendingHours(host({ registrySeen: null }), HOUR_START - 2 * HOUR_S, NOW, known)).toBe(0);
  });
});

it('a silence is checked over all its hours, newest first', () => {
  expect(hoursOfSilence(HOUR_START - HOUR_S - 1, HOUR_START + 5)).toEqual([
    HOUR_START,
    HOUR_START - HOUR_S,
    HOUR_START - 2 * HOUR_S,
  ]);
});
