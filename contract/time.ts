/**
 * UTC minutes and hours, the units of the stored layout. Everything is Unix seconds; no local time
 * zone takes part, because partition keys are UTC (`docs/records.md`).
 */
export const MINUTE_S = 60;
/** Seconds of an hour: the span of a block of the store. */
export const HOUR_S = 3600;
/** Seconds of a UTC day: the span of a row of rollups. */
export const DAY_S = 86_400;
/** Seconds of a quarter of an hour: the resolution of rollups. */
export const QUARTER_HOUR_S = 900;
/** Rollups of a UTC day. */
export const QUARTERS_PER_DAY = 96;

/** `seconds` rounded down to its minute. */
export function minuteOf(seconds: number): number {
  return Math.floor(seconds / MINUTE_S) * MINUTE_S;
}

/** `seconds` rounded down to its UTC hour. */
export function hourOf(seconds: number): number {
  return Math.floor(seconds / HOUR_S) * HOUR_S;
}

/** `seconds` rounded down to its UTC day. */
export function dayOf(seconds: number): number {
  return Math.floor(seconds / DAY_S) * DAY_S;
}

/** ISO 8601 in UTC with microseconds and no zone suffix, as Python's `datetime.utcnow().isoformat()`. */
export function pythonIsoUtc(seconds: number): string {
  const whole = Math.floor(seconds);
  const micros = Math.min(999_999, Math.round((seconds - whole) * 1e6));
  const base = new Date(whole * 1000).toISOString().slice(0, 19);
  return micros === 0 ? base : `${base}.${String(micros).padStart(6, '0')}`;
}

/**
 * Whether less than `span` seconds have passed since `then`. A time in the future, left by a clock since set back,
 * counts as long ago.
 */
export function isWithin(span: number, then: number, now: number): boolean {
  return then <= now && now - then < span;
}
