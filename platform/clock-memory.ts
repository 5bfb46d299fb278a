import { DAY } from '../contract/time.ts';

/** What is remembered of the clock between looks at it. Unix seconds. */
export interface ClockMemory {
  /** The last time that was believed. */
  seen: number;
  /** When a leap ahead was first seen that is not believed yet, or null. */
  leaptAt: number | null;
}

/** Seconds between two looks beyond which the clock has leapt: it may have been set wrong, or nobody has looked for long. */
const LEAP = 2 * DAY;
/** Seconds that the clock must go on after a leap before it is believed. */
const PROBATION = DAY;

/**
 * The time by which something may be deleted for good. A machine whose clock is set years ahead for an hour must not lose what it
 * keeps: a leap ahead is believed once the clock has gone on from there for a day, and until then the time before it stands.
 */
export function believedTime(
  memory: ClockMemory | null,
  now: number,
): { believed: number; memory: ClockMemory } {
  const accepted = { believed: now, memory: { seen: now, leaptAt: null } };
  if (memory === null || now - memory.seen <= LEAP) return accepted;
  const { leaptAt } = memory;
  if (leaptAt !== null && now - leaptAt >= PROBATION) return accepted;
  // Earlier than the leap before: another leap.
  const since = leaptAt === null || now < leaptAt ? now : leaptAt;
  return { believed: memory.seen, memory: { seen: memory.seen, leaptAt: since } };
}
