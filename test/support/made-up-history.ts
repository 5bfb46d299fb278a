/** Synthetic histories of a disk, with their outcomes, for measuring forecasts. */
export const HISTORY_KINDS = [
  'linear',
  'steps',
  'saw-tooth',
  'burst',
  'clean-up',
  'flat',
  'noisy',
] as const;
/** The shape of a synthetic history. */
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** A disk's daily values so far, and the days until it is really full; null: it does not fill. */
export interface MadeUpHistory {
  kind: HistoryKind;
  values: number[];
  fullIn: number | null;
}

type Random = () => number;

/** Deterministic numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const HORIZON = 400;

/** The median of a day's quarter hours, in which bursts of a few hours hardly show. */
function daily(level: (hour: number) => number, day: number): number {
  const hours = Array.from({ length: 24 }, (_, hour) => level(day * 24 + hour)).sort(
    (a, b) => a - b,
  );
  return ((hours[11] ?? 0) + (hours[12] ?? 0)) / 2;
}

/** One history of `days` days. */
export function madeUpHistory(kind: HistoryKind, days: number, random: Random): MadeUpHistory {
  const between = (from: number, to: number): number => from + (to - from) * random();
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const level = levelOf(kind, days, between, normal);
  const noise = kind === 'noisy' ? between(2, 8) : between(0.02, 0.4);
  const noisy = Array.from({ length: days * 24 }, () => noise * normal());
  const at = (hour: number): number => Math.min(100, Math.max(0, level(hour) + (noisy[hour] ?? 0)));
  const values = Array.from({ length: days }, (_, day) => Math.round(daily(at, day) * 10) / 10);
  const now = days * 24 - 12;
  let full: number | null = null;
  if (kind === 'linear' || kind === 'steps')
    for (let hour = now; hour < HORIZON * 24 && full === null; hour += 1)
      if (level(hour) >= 100) full = (hour - now) / 24;
  return { kind, values, fullIn: full };
}

function levelOf(
  kind: HistoryKind,
  days: number,
  between: (from: number, to: number) => number,
  normal: () => number,
): (hour: number) => number {
  const base = between(15, 70);
  const left = 100 - base;
  switch (kind) {
    case 'linear': {
      // Full within four months of its beginning, but not before today.
      const slope = left / between(days + 2, days + 90);
      return (hour) => base + (slope * hour) / 24;
    }
    case 'steps': {
      const every = between(2, 5);
      const step = (left / between(days + 3, days + 60)) * every;
      const sizes = Array.from({ length: HORIZON }, () => step * (1 + 0.2 * normal()));
      const sums = sizes.reduce<number[]>((all, size) => [...all, (all.at(-1) ?? 0) + size], []);
      return (hour) => base + (sums[Math.floor(hour / 24 / every) - 1] ?? 0);
    }
    case 'saw-tooth': {
      const every = between(0.5, 20) * 24;
      const height = between(3, Math.min(28, left - 1));
      const phase = between(0, every);
      return (hour) => base + (height * ((hour + phase) % every)) / every;
    }
    case 'burst': {
      const length = between(1, 6);
      const height = between(5, left);
      return (hour) => base + (hour % 24 < length ? height : 0);
    }
    case 'clean-up': {
      const when = between(2, days - 2) * 24;
      const before = between(0.1, 1.5);
      const after = between(0, 0.05);
      const low = base - between(5, 14);
      return (hour) =>
        hour < when
          ? Math.min(99, base + (before * hour) / 24)
          : low + (after * (hour - when)) / 24;
    }
    case 'flat':
    case 'noisy':
      return () => base;
  }
}
