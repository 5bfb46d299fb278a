import { AppFailure } from '../../contract/errors.ts';
import type { PackedTable } from './tables.ts';

/** Packed blocks that could not be read since they were last removed: they count as not there, and what they held is fetched again. */
export class DamagedBlocks {
  readonly #keys = new Map<string, { table: PackedTable; key: number }>();

  /** What `work` reads of a block. A damaged block is recorded, and gives null. */
  read<T>(table: PackedTable, key: number, work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      this.note(table, key, error);
      return null;
    }
  }

  /** Takes note of a block that could not be read for this reason. Any other error is thrown on. */
  note(table: PackedTable, key: number, error: unknown): void {
    if (!(error instanceof AppFailure) || error.error.code !== 'store-damaged') throw error;
    this.#keys.set(`${table} ${String(key)}`, { table, key });
  }

  /** Those noted so far; they count as removed. */
  take(): { table: PackedTable; key: number }[] {
    const found = Array.from(this.#keys.values());
    this.#keys.clear();
    return found;
  }
}
