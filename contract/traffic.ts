import { DAY_S, HOUR_S } from './time.ts';

/** The zone of days and months: this machine's, or UTC. */
export type TrafficZone = 'local' | 'utc';

/** Number of accounting months reported, the present one included. */
const MONTHS = 3;

/** Bounds of the periods of traffic, Unix seconds. */
export interface TrafficPeriods {
  /** Midnights, ascending, from the start of the earliest reported month to the end of today. */
  days: number[];
  /** Starts of accounting months, ascending, the present one last; each is one of `days`. */
  months: number[];
}

/**
 * Days and accounting months up to `now` (Unix seconds). A month begins at midnight of its `resetDay` (1 to 31), or
 * of its last day if it is shorter.
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
    // A day has 23 to 25 hours; one more step would precede the first month.
    if (day - first < HOUR_S || end - day > MONTHS * 32 * DAY_S) break;
  }
  return { days, months };
}

function midnight(year: number, month: number, date: number, zone: TrafficZone): number {
  const ms = zone === 'utc' ? Date.UTC(year, month, date) : new Date(year, month, date).getTime();
  return ms / 1000;
}

/** Bytes of a decimal gigabyte, as providers bill it. */
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

/** The sum of several periods. */
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
