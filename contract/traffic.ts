import { DAY_S, HOUR_S } from './time.ts';

/** Whose days and months: this machine's zone, or UTC. */
export type TrafficZone = 'local' | 'utc';

/** Months of accounting that are told: the present one, and those before. */
const MONTHS = 3;

/** Moments (Unix seconds) between which traffic is added up. */
export interface TrafficPeriods {
  /** Midnights, ascending, from the start of the earliest month told to the end of today. */
  days: number[];
  /** Starts of months of accounting, ascending, the present one last; each is one of `days`. */
  months: number[];
}

/**
 * Days and months of accounting up to `now` (Unix seconds). A month begins at midnight of its `resetDay` (1 to 31), or
 * of its last day where it is shorter.
 */
export function trafficPeriods(now: number, resetDay: number, zone: TrafficZone): TrafficPeriods {
  const at = new Date(now * 1000);
  const [year, month, date] =
    zone === 'utc'
      ? [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
      : [at.getFullYear(), at.getMonth(), at.getDate()];
  const reset = (offset: number): number => {
    const length = new Date(Date.UTC(year, month + offset + 1, 0)).getUTCDate();
    return midnight(year, month + offset, Math.min(resetDay, length), zone);
  };
  const present = reset(0) <= now ? 0 : -1;
  const months = Array.from({ length: MONTHS }, (_, index) => reset(present - MONTHS + 1 + index));
  const end = midnight(year, month, date + 1, zone);
  const [first = end] = months;
  const days: number[] = [];
  for (let offset = 0; ; offset += 1) {
    const day = midnight(year, month, date + 1 - offset, zone);
    days.unshift(day);
    // A day has 23 to 25 hours; one more step would be before the first month.
    if (day - first < HOUR_S || end - day > MONTHS * 32 * DAY_S) break;
  }
  return { days, months };
}

function midnight(year: number, month: number, date: number, zone: TrafficZone): number {
  const ms = zone === 'utc' ? Date.UTC(year, month, date) : new Date(year, month, date).getTime();
  return ms / 1000;
}

/** Bytes of a gigabyte, as providers count it. */
export const GIGABYTE = 1e9;

/** What counts towards a quota. */
export const TRAFFIC_COUNTS = ['both', 'sent', 'received'] as const;
/** What counts towards a quota. */
export type TrafficCounts = (typeof TRAFFIC_COUNTS)[number];

/** Bytes both ways. */
export interface Traffic {
  rxBytes: number;
  txBytes: number;
}

/** What several periods come to. */
export function trafficOf(periods: readonly Traffic[]): Traffic {
  return {
    rxBytes: periods.reduce((sum, { rxBytes }) => sum + rxBytes, 0),
    txBytes: periods.reduce((sum, { txBytes }) => sum + txBytes, 0),
  };
}

/** Bytes that count towards a quota. */
export function countedTraffic({ rxBytes, txBytes }: Traffic, counts: TrafficCounts): number {
  if (counts === 'sent') return txBytes;
  return counts === 'received' ? rxBytes : rxBytes + txBytes;
}
