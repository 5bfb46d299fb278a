import { z } from 'zod';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import type { Meta } from './meta.ts';
import type { MendedRows } from './soundness.ts';

const NAME = 'mended';
const schema = z.record(z.string(), z.number());

/** Damaged rows that were mended since the store was made, by `table.column`. */
export class MendedCounts {
  readonly #meta: Meta;

  constructor(meta: Meta) {
    this.#meta = meta;
  }

  all(): MendedRows {
    return parseStored(schema, this.#meta.get(NAME)) ?? {};
  }

  /** Within `write`. */
  add(rows: MendedRows): void {
    const sums = this.all();
    for (const [place, count] of Object.entries(rows)) sums[place] = (sums[place] ?? 0) + count;
    this.#meta.put(NAME, JSON.stringify(sums));
  }
}
