import { z } from 'zod';
import { because } from './reasons.ts';
import { HOUR_S } from './time.ts';

/** Names of the four tables of one source; the defaults are those of the py-perf ecosystem. */
export const tableNamesSchema = z.strictObject({
  system: tableName('py-perf-system-v2'),
  legacy: tableName('py-perf-system'),
  registry: tableName('py-perf-systems-registry'),
  functions: tableName('py-perf-data'),
});

/** Names of a source's tables, by role. */
export type TableNames = z.infer<typeof tableNamesSchema>;
/** Roles of tables: `system` v2 samples, `legacy` the Python daemon's, `registry` hosts, `functions` library runs. */
export const TABLE_ROLES = ['system', 'legacy', 'registry', 'functions'] as const;
/** The role of a table. */
export type TableRole = (typeof TABLE_ROLES)[number];

/** The default names of all py-perf programs. */
export const DEFAULT_TABLE_NAMES: TableNames = tableNamesSchema.parse({});

/** Lifetime of a v2 item in days: `ttl` is `collected_at` plus this. */
export const TTL_DAYS = 30;
/** Attribute with the Unix second from which DynamoDB can delete an item. */
export const TTL_ATTRIBUTE = 'ttl';
/** Index by hostname and time of the legacy and functions tables; neither Python program creates it. */
export const LEGACY_INDEX = 'hostname-timestamp-index';

interface TableLayout {
  readonly keys: readonly { readonly name: string; readonly type: 'S' | 'N' }[];
  readonly ttlAttribute: string | null;
}

/** Key schemas (partition key first, then sort key) and the TTL attribute of each table. */
export const TABLE_LAYOUTS = {
  system: {
    keys: [
      { name: 'hostname_hour', type: 'S' },
      { name: 'minute_timestamp', type: 'N' },
    ],
    ttlAttribute: TTL_ATTRIBUTE,
  },
  legacy: { keys: [{ name: 'id', type: 'N' }], ttlAttribute: null },
  registry: { keys: [{ name: 'hostname', type: 'S' }], ttlAttribute: null },
  functions: { keys: [{ name: 'id', type: 'N' }], ttlAttribute: null },
} as const satisfies Record<TableRole, TableLayout>;

/** `HOSTNAME#YYYY-MM-DD-HH`, the UTC hour of `seconds`. */
export function partitionKey(hostname: string, seconds: number): string {
  const hour = Math.floor(seconds / HOUR_S);
  if (lastNamed.hour !== hour) {
    const iso = new Date(seconds * 1000).toISOString();
    lastNamed = { hour, name: `#${iso.slice(0, 10)}-${iso.slice(11, 13)}` };
  }
  return hostname + lastNamed.name;
}

/** Cached, because keys are mostly requested hour by hour, for many hosts each. */
let lastNamed = { hour: NaN, name: '' };

const PARTITION_KEY = /^(.+)#(\d{4})-(\d{2})-(\d{2})-(\d{2})$/su;

/** The host and UTC hour (Unix seconds) of a partition key, or null if it is invalid. */
export function parsePartitionKey(key: string): { hostname: string; hour: number } | null {
  const { hour: lastHour, name } = lastNamed;
  if (key.endsWith(name) && key.length > name.length && name !== '')
    return { hostname: key.slice(0, -name.length), hour: lastHour * HOUR_S };
  const match = PARTITION_KEY.exec(key);
  if (match === null) return null;
  const [, hostname, year, month, day, hour] = match;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour));
  if (hostname === undefined || Number.isNaN(ms)) return null;
  // Date.UTC rolls over out-of-range parts (month 13, hour 24); such a key is invalid.
  if (partitionKey(hostname, ms / 1000) !== key) return null;
  return { hostname, hour: Math.floor(ms / 1000 / HOUR_S) * HOUR_S };
}

/** A table name by the rules of DynamoDB. */
function tableName(defaultName: string) {
  return z
    .string()
    .refine((text) => /^[a-zA-Z0-9_.-]{3,255}$/u.test(text), because('tableName'))
    .default(defaultName);
}
