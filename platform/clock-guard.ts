import { DAY_S } from '../contract/time.ts';

/** State of the clock guard between two checks. Unix seconds. */
export interface ClockGuard {
  /** The last time that was trusted. */
  seen: number;
  /** When a leap ahead was first seen that is not trusted yet, or null. */
  leaptAt: number | null;
}

/** Seconds between two checks beyond which the clock has leapt: it was set wrong, or nothing ran for long. */
const LEAP_S = 2 * DAY_S;
/** Seconds that the clock must run on after a leap before it is trusted. */
const PROBATION_S = DAY_S;

/**
 * The time (Unix seconds) by which something may be deleted for good. A machine whose clock is set years ahead for an
 * hour must not lose its data: a leap ahead is trusted once the clock has run on from there for a day; until then the
 * time before it holds.
 */
export function guardClock(
  guard: ClockGuard | null,
  now: number,
): { trusted: number; guard: ClockGuard } {
  const accepted = { trusted: now, guard: { seen: now, leaptAt: null } };
  if (guard === null || now - guard.seen <= LEAP_S) return accepted;
  const { leaptAt } = guard;
  if (leaptAt !== null && now - leaptAt >= PROBATION_S) return accepted;
  // Earlier than the leap before: another leap.
  const since = leaptAt === null || now < leaptAt ? now : leaptAt;
  return { trusted: guard.seen, guard: { seen: guard.seen, leaptAt: since } };
}
