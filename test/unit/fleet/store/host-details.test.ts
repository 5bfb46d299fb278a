import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostDetails } from '../../../../contract/answers.ts';
import type { Sample } from '../../../../contract/sample.ts';
import { DAY_S, HOUR_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';

const DAY = dayOf(1_795_500_000);
const RETENTION = { minuteDays: 90, rollupMonths: 13, forgetDays: 90, functionDays: 365 };

let store: FleetStore;
let host: number;

beforeEach(() => {
  store = openBlankStore();
  host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
});

afterEach(() => {
  store.close();
});

function record(at: number, usedMb: number, given: Partial<Sample> = {}): void {
  const sample = {
    hostname: 'web',
    minute: at,
    collectedAt: at,
    cpuPercent: 1,
    memoryPercent: 1,
    fileSystems: [{ mount: '/', sizeMb: 1000, usedMb, inodesPercent: 3 }],
    interfaces: [{ name: 'eth0', rxBps: 10, txBps: 20, errors: 2 }],
    ...given,
  };
  store.write(() => store.record({ host, layout: 'v2', records: [{ sample }], now: at }));
}

function details(now: number): HostDetails {
  const found = store.hosts.byId(host);
  if (found === null) throw new Error('the host is gone');
  return store.read(() => store.details.at(found, now));
}

describe('file systems and interfaces of a host', () => {
  it('are those of its newest minute, with the hours before and the errors of the day', () => {
    record(DAY + HOUR_S, 100);
    record(DAY + HOUR_S + 5 * MINUTE_S, 150);
    record(DAY + DAY_S + 2 * HOUR_S, 400);
    record(DAY + DAY_S + 2 * HOUR_S + 5 * MINUTE_S, 500);
    const { at, hoursFrom, fileSystems, interfaces } = details(DAY + DAY_S + 3 * HOUR_S);
    expect(at).toBe(DAY + DAY_S + 2 * HOUR_S + 5 * MINUTE_S);
    expect(interfaces).toEqual([{ name: 'eth0', rxBps: 10, txBps: 20, errors: 2, errorsOfDay: 4 }]);
    const [root] = fileSystems;
    expect(root).toMatchObject({ mount: '/', sizeMb: 1000, usedMb: 500, inodesPercent: 3 });
    const known = [...(root?.usedMbByHour ?? [])].flatMap((usedMb, hour) =>
      Number.isNaN(usedMb) ? [] : [[hoursFrom + hour * HOUR_S, usedMb]],
    );
    expect(known).toEqual([
      [DAY + HOUR_S, 150],
      [DAY + DAY_S + 2 * HOUR_S, 500],
    ]);
  });

  it('count a repeated minute once, and late minutes fill gaps', () => {
    record(DAY + 5 * HOUR_S, 500);
    record(DAY + 5 * HOUR_S, 500);
    record(DAY + 3 * HOUR_S, 300);
    const { at, fileSystems, interfaces, hoursFrom } = details(DAY + 6 * HOUR_S);
    expect(at).toBe(DAY + 5 * HOUR_S);
    expect(interfaces[0]?.errorsOfDay).toBe(2);
    const hour = (DAY - hoursFrom) / HOUR_S + 3;
    expect(fileSystems[0]?.usedMbByHour[hour]).toBe(300);
  });

  it('are kept while other minutes arrive', () => {
    record(DAY, 100);
    record(DAY + MINUTE_S, 0, { fileSystems: undefined, interfaces: undefined } as never);
    expect(details(DAY + HOUR_S)).toMatchObject({ at: DAY, fileSystems: [{ usedMb: 100 }] });
  });

  it('are absent for a host that never reported them, or not within a week', () => {
    expect(details(DAY)).toMatchObject({ at: null, fileSystems: [], interfaces: [] });
    record(DAY, 100);
    expect(details(DAY + 7 * DAY_S).at).toBe(DAY);
    expect(details(DAY + 8 * DAY_S).at).toBeNull();
  });

  it('are deleted with expired minutes, and with a forgotten host', () => {
    record(DAY, 100);
    store.applyRetention(RETENTION, DAY + 80 * DAY_S);
    expect(details(DAY).at).toBe(DAY);
    store.applyRetention(RETENTION, DAY + 82 * DAY_S);
    store.applyRetention({ ...RETENTION, minuteDays: 1 }, DAY + 83 * DAY_S);
    expect(details(DAY).at).toBeNull();
    record(DAY, 100);
    store.write(() => store.hosts.ensure({ sourceId: 'default', hostname: 'newer' }));
    store.write(() => store.forget(host));
    host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
    expect(details(DAY).at).toBeNull();
  });

  it('survive names of object properties', () => {
    record(DAY, 7, { fileSystems: [{ mount: '__proto__', sizeMb: 10, usedMb: 7 }] });
    const [use] = details(DAY).fileSystems;
    expect(use).toMatchObject({ mount: '__proto__', usedMb: 7 });
    expect([...(use?.usedMbByHour ?? [])].filter((value) => !Number.isNaN(value))).toEqual([7]);
  });
});
