import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { MINUTE_S, hourOf } from '../../../../contract/time.ts';
import type { LegacyRecord } from '../../../../fleet/remote/legacy.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { applyRecords } from '../../../../fleet/sync/legacy-apply.ts';
import { testSource } from '../../../support/fleet-tables.ts';

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

it('a legacy batch that is read again changes nothing', () => {
  const cpu = (): number => {
    const grid = { start: HOUR_START, step: MINUTE_S, count: 1 };
    return store.series.minutes(host, 'cpu', grid)[0] ?? NaN;
  };
  const batch = (id: number, cpu: number): LegacyRecord => ({
    id,
    hostname: 'a',
    uploadedAt: HOUR_START + id,
    samples: [
      {
        time: HOUR_START + id,
        values: { cpu, memory: 1 },
        availableMb: null,
        usedMb: null,
        bytesSent: null,
        bytesReceived: null,
        processes: [],
      },
    ],
  });
  applyRecords({ store, config }, [batch(1, 10)], HOUR_START);
  applyRecords({ store, config }, [batch(2, 90), batch(1, 10)], HOUR_START);
  applyRecords({ store, config }, [batch(1, 10)], HOUR_START);
  expect(cpu()).toBe(50);
});
