import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TABLE_NAMES,
  parsePartitionKey,
  partitionKey,
  tableNamesSchema,
} from '../../../contract/tables.ts';
import { hourOf } from '../../../contract/time.ts';
import { checkProperty } from '../../support/property.ts';

const hostnames = fc.string({ unit: 'binary', minLength: 1, maxLength: 253 });
const times = fc.integer({ min: 0, max: 4_102_444_800 });

describe('partition keys', () => {
  it('name the UTC hour', () => {
    expect(partitionKey('Mac.home.local', 1795469640)).toBe('Mac.home.local#2026-11-23-21');
  });

  it('partition keys parse into host and hour for any hostname', () => {
    checkProperty(
      fc.property(hostnames, times, (hostname, time) => {
        expect(parsePartitionKey(partitionKey(hostname, time))).toEqual({
          hostname,
          hour: hourOf(time),
        });
      }),
    );
  });

  it('partition keys take the hour after the last # of the key', () => {
    expect(parsePartitionKey('a#2026-01-01-00#2026-11-23-21')).toEqual({
      hostname: 'a#2026-01-01-00',
      hour: Date.UTC(2026, 10, 23, 21) / 1000,
    });
  });

  it.each(['web-01', '#2026-11-23-21', 'web#2026-13-01-00', 'web#2026-11-23-24', 'web#2026-11-23'])(
    'refuse %s',
    (key) => {
      expect(parsePartitionKey(key)).toBeNull();
    },
  );
});

describe('table names', () => {
  it('default to those of the ecosystem', () => {
    expect(DEFAULT_TABLE_NAMES).toEqual({
      system: 'py-perf-system-v2',
      legacy: 'py-perf-system',
      registry: 'py-perf-systems-registry',
      functions: 'py-perf-data',
    });
  });

  it('table names are refused if DynamoDB would refuse them', () => {
    expect(tableNamesSchema.safeParse({ system: 'a b' }).success).toBe(false);
  });
});
