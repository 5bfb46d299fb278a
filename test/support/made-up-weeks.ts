import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, QUARTERS_PER_DAY, QUARTER_HOUR_S } from '../../contract/time.ts';

/** Five weeks of one metric of a synthetic host by quarter hours; in the last one something may happen. */
export const ANOMALY_KINDS = [
  'spike',
  'level shift',
  'missing job',
  'weekend like a weekday',
] as const;
/** The kind of an injected event. */
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** Quarter hours of five weeks, the first on a Monday at 0:00, and what was injected into the last week. */
export interface MadeUpWeeks {
  readonly values: Float32Array;
  /** Quarter hours `[from, to)` of all five weeks; null: nothing happened. */
  readonly anomaly: { kind: AnomalyKind; from: number; to: number } | null;
}

/** Quarter hours of a week. */
export const WEEK_QUARTERS = 7 * QUARTERS_PER_DAY;
/** Weeks of a synthetic history: four, and the one that is judged. */
export const MADE_UP_WEEKS = 5;
const HOUR = 4;
/** The share of hosts that are busy for a few quarter hours at any time, some times a week. */
const BURSTING = 0.3;

interface Shape {
  base: number;
  /** The load of office hours, and the share of it that is left on a weekend. */
  day: number;
  weekend: number;
  /** A nightly job: its first hour, its length in quarter hours, and its load. */
  job: { hour: number; length: number; height: number } | null;
  noise: number;
  /** The share of its deviation that a quarter hour passes on to the next. */
  inertia: number;
  /** The difference between a working day and other days, as a share. */
  dayToDay: number;
  top: number;
  /** Noise as factors instead of amounts. */
  byFactors: boolean;
}

/** Synthetic weeks of a metric. `random`: numbers from 0 to 1. */
export function madeUpWeeks(
  metric: MetricId,
  kind: AnomalyKind | null,
  random: () => number,
): MadeUpWeeks {
  const between = (from: number, to: number): number => from + (to - from) * random();
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const shape = shapeOf(metric, kind, between);
  const anomaly = kind === null ? null : placed(kind, shape, between);
  const count = MADE_UP_WEEKS * WEEK_QUARTERS;
  const values = new Float32Array(count);
  const lift = between(3, 6);
  const bursts = between(0, 1) < BURSTING ? between(1, 12) / WEEK_QUARTERS : 0;
  let burst = { left: 0, height: 0 };
  let drift = 0;
  let ofDay = 1;
  for (let at = 0; at < count; at += 1) {
    if (at % QUARTERS_PER_DAY === 0) ofDay = Math.max(0.3, 1 + shape.dayToDay * normal());
    drift = shape.inertia * drift + Math.sqrt(1 - shape.inertia ** 2) * normal();
    const isIn = anomaly !== null && at >= anomaly.from && at < anomaly.to;
    let level = levelAt(shape, at, ofDay, isIn ? anomaly.kind : null);
    if (isIn && (anomaly.kind === 'spike' || anomaly.kind === 'level shift'))
      level += shape.byFactors ? level * lift : lift * Math.max(6 * shape.noise, 0.12 * shape.top);
    if (burst.left > 0) burst = { ...burst, left: burst.left - 1 };
    else if (random() < bursts)
      burst = { left: Math.ceil(between(0, 3)), height: between(0.1, 0.5) * shape.top };
    if (burst.left > 0) level += shape.byFactors ? level * between(1, 10) : burst.height;
    const noisy = shape.byFactors
      ? level * Math.exp(shape.noise * drift)
      : level + shape.noise * drift * (1 + level / shape.top);
    values[at] = Math.min(shape.top, Math.max(0, noisy));
  }
  return { values, anomaly };
}

function shapeOf(
  metric: MetricId,
  kind: AnomalyKind | null,
  between: (from: number, to: number) => number,
): Shape {
  const isRate = METRICS[metric].unit === 'bytes-per-second';
  const [, greatest] = METRICS[metric].bounds;
  const scale = isRate
    ? 10 ** between(4.5, 7)
    : METRICS[metric].unit === 'load'
      ? between(1, 16)
      : 100;
  const top = isRate ? 1e10 : Math.min(greatest, scale);
  const hasJob = kind === 'missing job' || between(0, 1) < 0.4;
  const job = {
    hour: Math.floor(between(0, 5)),
    length: HOUR * Math.ceil(between(0, 2)),
    height: between(0.35, 0.6) * scale * (isRate ? 8 : 1),
  };
  return {
    base: between(0.03, 0.2) * scale,
    day: (kind === 'weekend like a weekday' ? between(0.35, 0.5) : between(0, 0.5)) * scale,
    weekend: between(0, 0.3),
    job: hasJob ? job : null,
    noise: isRate ? between(0.1, 0.4) : between(0.005, 0.04) * scale,
    inertia: between(0, 0.9),
    dayToDay: between(0.02, 0.15),
    top,
    byFactors: isRate,
  };
}

function placed(
  kind: AnomalyKind,
  { job }: Shape,
  between: (from: number, to: number) => number,
): { kind: AnomalyKind; from: number; to: number } {
  const week = (MADE_UP_WEEKS - 1) * WEEK_QUARTERS;
  const day = Math.floor(between(0, 6));
  const start = week + day * QUARTERS_PER_DAY;
  if (kind === 'missing job') {
    const from = start + (job?.hour ?? 0) * HOUR;
    return { kind, from, to: from + (job?.length ?? 0) };
  }
  if (kind === 'weekend like a weekday') {
    const from = week + 5 * QUARTERS_PER_DAY;
    return { kind, from, to: from + 2 * QUARTERS_PER_DAY };
  }
  const from = start + Math.floor(between(0, 80));
  const length = kind === 'spike' ? Math.floor(between(3, 13)) : QUARTERS_PER_DAY;
  return { kind, from, to: from + length };
}

function levelAt(shape: Shape, at: number, ofDay: number, happening: AnomalyKind | null): number {
  const quarter = at % QUARTERS_PER_DAY;
  const day = Math.floor(at / QUARTERS_PER_DAY) % 7;
  const isFree = day >= 5 && happening !== 'weekend like a weekday';
  const hour = quarter / HOUR;
  const office = Math.max(0, Math.sin((Math.PI * (hour - 7)) / 12)) * (hour < 19 ? 1 : 0);
  const { job } = shape;
  const runs = job !== null && hour >= job.hour && hour < job.hour + job.length / HOUR;
  const night = runs && happening !== 'missing job' ? job.height : 0;
  return shape.base + shape.day * office * ofDay * (isFree ? shape.weekend : 1) + night;
}

/** The time of a quarter hour of synthetic weeks in Unix seconds, if the last one ends at `end`. */
export function timeOfQuarter(at: number, end: number): number {
  return end - MADE_UP_WEEKS * 7 * DAY_S + at * QUARTER_HOUR_S;
}
