import type { CapacityDay } from '../../../contract/answers.ts';

/** Consumed capacity of an operation on a table, over all days and sources. */
export type CapacitySum = Omit<CapacityDay, 'day' | 'sourceId'>;

/** Capacity summed over days and sources, by operation and table, most expensive first. */
export function sumCapacity(days: readonly CapacityDay[]): CapacitySum[] {
  const sums = new Map<string, CapacitySum>();
  for (const { operation, table, requests, readUnits, writeUnits, cost } of days) {
    const key = `${operation}\n${table}`;
    const sum = sums.get(key) ?? {
      operation,
      table,
      requests: 0,
      readUnits: 0,
      writeUnits: 0,
      cost: 0,
    };
    sums.set(key, {
      ...sum,
      requests: sum.requests + requests,
      readUnits: sum.readUnits + readUnits,
      writeUnits: sum.writeUnits + writeUnits,
      cost: sum.cost + cost,
    });
  }
  return [...sums.values()].toSorted((a, b) => b.cost - a.cost || b.requests - a.requests);
}
