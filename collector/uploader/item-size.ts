import { METRICS, OPTIONAL_METRICS } from '../../contract/metrics.ts';
import { encodeV2Item } from '../../contract/records.ts';
import type { Sample } from '../../contract/sample.ts';

/** Bytes up to which writing an item costs one write unit. */
export const WRITE_UNIT = 1024;

/**
 * Size of an item in bytes as DynamoDB counts it (developer guide, "DynamoDB Item sizes and formats"): names and
 * strings in UTF-8, a number about one byte per two significant digits plus one, lists and maps 3 plus one per element.
 */
export function itemSize(item: Record<string, unknown>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value),
    0,
  );
}

/** What an item that is too large loses after its processes: the least important metrics first. */
const EXPENDABLE: readonly (keyof Sample)[] = [
  ...OPTIONAL_METRICS.toSorted((a, b) => METRICS[a].worth - METRICS[b].worth).map(
    (id) => METRICS[id].field,
  ),
  'collector',
];

/** What it loses before that, each from its last entry. */
const LISTS = [
  'topProcesses',
  'containers',
  'failedNames',
  'interfaces',
  'fileSystems',
  'custom',
] as const;

/**
 * The sample without whatever keeps its item above one write unit: processes from the last one, then interfaces and
 * file systems, then the optional values. If a hostname is so long that the rest alone is larger, it is stored anyway.
 */
export function fitToWriteUnit(sample: Sample): Sample {
  const fitted: Sample = { ...sample };
  const tooLarge = (): boolean => itemSize(encodeV2Item(fitted)) > WRITE_UNIT;
  for (const list of LISTS)
    while (fitted[list] !== undefined && tooLarge()) {
      const fewer: unknown[] = fitted[list].slice(0, -1);
      if (fewer.length === 0) Reflect.deleteProperty(fitted, list);
      else Object.assign(fitted, { [list]: fewer });
    }
  for (const field of EXPENDABLE) {
    if (!tooLarge()) break;
    Reflect.deleteProperty(fitted, field);
  }
  return fitted;
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberSize(value);
  if (Array.isArray(value))
    return 3 + value.reduce<number>((sum, entry) => sum + 1 + valueSize(entry), 0);
  if (typeof value === 'object' && value !== null)
    return 3 + Object.keys(value).length + itemSize(value as Record<string, unknown>);
  return 1;
}

/** Leading and trailing zeros do not count. Rounded up, with a byte for the sign, so as never to count too little. */
function numberSize(value: number): number {
  const digits = String(Math.abs(value))
    .replace(/e.*$/u, '')
    .replace('.', '')
    .replace(/^0+|0+$/gu, '').length;
  return Math.ceil(digits / 2) + 1 + (value < 0 ? 1 : 0) + (digits % 2 === 0 ? 1 : 0);
}
