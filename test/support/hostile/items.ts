import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { encodeV2Item } from '../../../contract/records.ts';
import { DAY_S, MINUTE_S } from '../../../contract/time.ts';
import { legacyBatch, legacyMarker, madeUpSample, registryItem } from '../fleet-generator.ts';
import { attribute, damage, damaged, isNumberIn, type RawItem } from './attributes.ts';

const V2_NAMES = [
  'cpu_percent',
  'memory_percent',
  'memory_available_mb',
  'collected_at',
  'disk_percent',
  'load_avg_1m',
  'net_rx_bytes_s',
  'top_processes',
  'ttl',
  'hostname',
  'timestamp',
];
const REGISTRY_NAMES = [
  'last_seen',
  'first_seen',
  'cpu_percent',
  'memory_percent',
  'cpu_count',
  'platform',
  'status',
  'active',
  'removed_at',
];
const LEGACY_NAMES = ['timestamp', 'hostname', 'record_type', 'latest_record_id', 'compressed'];

/** A minute of v2, and whether it is valid by `docs/records.md`. */
export interface HostileMinute {
  minute: number;
  item: RawItem;
  makesSense: boolean;
  /** Tenths of a percent if it is valid. */
  cpu: number;
}

/** One item for each minute of `[from, to)` of a host. */
export function hostileMinutes(
  hostname: string,
  from: number,
  to: number,
  seed: number,
): HostileMinute[] {
  const count = (to - from) / MINUTE_S;
  return fc.sample(damage(V2_NAMES), { numRuns: count, seed }).map((harm, index) => {
    const minute = from + index * MINUTE_S;
    const whole = marshall(encodeV2Item(madeUpSample(hostname, minute)));
    const item = damaged(whole, harm, ['hostname_hour', 'minute_timestamp']);
    return {
      minute,
      item,
      makesSense:
        isNumberIn(item['cpu_percent'], 0, 100) && isNumberIn(item['memory_percent'], 0, 100),
      // Without the sign of a zero, which no store keeps.
      cpu: Math.round(Number(item['cpu_percent']?.N) * 10) + 0,
    };
  });
}

/** A registry row, and whether it is valid. */
export interface HostileRow {
  hostname: string;
  item: RawItem;
  makesSense: boolean;
}

/** Registry rows under names of every kind, up to the 2,048 bytes that a key may have. */
export function hostileRegistry(now: number, count: number, seed: number): HostileRow[] {
  const name = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc.constantFrom('__proto__', 'constructor', '../../etc/passwd', ' ', '#', 'a#2026-01-01-00'),
    fc.integer({ min: 254, max: 2048 }).map((length) => 'n'.repeat(length)),
  );
  const rows = fc.sample(fc.tuple(name, damage(REGISTRY_NAMES)), { numRuns: count, seed });
  const byName = new Map<string, HostileRow>();
  for (const [hostname, harm] of rows) {
    const whole = marshall(registryItem(madeUpSample(hostname, now - MINUTE_S), now - DAY_S), {
      removeUndefinedValues: true,
    });
    const item = damaged(whole, harm, ['hostname']);
    // Names over 512 characters are refused: writers cut at 253, and keys end at 2,048 bytes.
    const makesSense = isNumberIn(item['last_seen'], 0, now + DAY_S) && hostname.length <= 512;
    byName.set(hostname, { hostname, item, makesSense });
  }
  return [...byName.values()];
}

/** Batches and markers of the legacy table, of hosts with unique names. */
export function hostileLegacy(now: number, count: number, seed: number): RawItem[] {
  const shape = fc.record({
    marker: fc.boolean(),
    harm: damage(LEGACY_NAMES),
    data: fc.option(metricsData, { nil: undefined }),
  });
  return fc.sample(shape, { numRuns: count, seed }).map(({ marker, harm, data }, index) => {
    const upload = {
      hostname: `hostile-${String(index)}`,
      times: [now - 3 * MINUTE_S, now - 2 * MINUTE_S],
      uploadedAt: now - MINUTE_S - index / 1000,
      compressed: index % 2 === 0,
    };
    const whole = marshall(marker ? legacyMarker(upload) : legacyBatch(upload));
    const item = damaged(whole, harm, ['id']);
    return data === undefined || marker ? item : { ...item, metrics_data: data };
  });
}

/** `metrics_data`: JSON of every kind, truncated JSON, other text, and no text at all. */
const metricsData = fc.oneof(
  attribute,
  fc.json({ maxDepth: 5 }).map((S) => ({ S })),
  fc.constantFrom('[', '{"samples":[', 'null', '['.repeat(20_000)).map((S) => ({ S })),
  fc
    .array(
      fc.record({
        t: fc.oneof(fc.integer(), fc.double(), fc.string()),
        sys: fc.oneof(
          fc.jsonValue(),
          fc.record({ c: fc.jsonValue(), mp: fc.jsonValue(), ma: fc.jsonValue() }),
        ),
        net: fc.jsonValue(),
        procs: fc.jsonValue(),
      }),
      { maxLength: 5 },
    )
    .map((samples) => ({ S: JSON.stringify({ meta: { procs: samples }, samples }) })),
);
