import type { FunctionRunState } from '../../contract/functions.ts';
import type { StoredTiming } from './functions-codec.ts';

/**
 * What a run counts for. `counted`: for what it says. `superseded`: a later upload of its session contains it. `shared`:
 * it counts, but its session has others that do, too: they are forked children, or cannot be told from them.
 */
export const RUN_STATES: readonly RunState[] = ['counted', 'superseded', 'shared'];
/** What a run counts for. */
export type RunState = FunctionRunState;

/** Uploads of one session that lie this far apart are compared. */
const COMPARED = 16;

/**
 * The states of one session's uploads, which are ascending by time. Nothing is cleared after an upload, so that a manual
 * one is contained in the one at exit, which a clock that stepped back makes the earlier. Forked children share the session,
 * and contain nothing of each other.
 */
export function sessionStates(uploads: readonly (readonly StoredTiming[])[]): RunState[] {
  const superseded = uploads.map((upload, index) => {
    const isContained = (other: readonly StoredTiming[]): boolean => contains(other, upload);
    if (uploads.slice(index + 1, index + 1 + COMPARED).some(isContained)) return true;
    const before = uploads.slice(Math.max(0, index - COMPARED), index);
    // Of two that contain each other, the later one stands.
    return before.some((other) => isContained(other) && !contains(upload, other));
  });
  const standing = superseded.filter((is) => !is).length;
  return superseded.map((is) => (is ? 'superseded' : standing > 1 ? 'shared' : 'counted'));
}

/**
 * Whether `later` is what became of `earlier`: no function has less, and the extremes of at least one are the very same,
 * which those of two processes never are.
 */
function contains(later: readonly StoredTiming[], earlier: readonly StoredTiming[]): boolean {
  if (earlier.length === 0) return true;
  const byFunction = new Map(later.map((timing) => [timing.fn, timing]));
  let same = false;
  for (const before of earlier) {
    const after = byFunction.get(before.fn);
    if (after === undefined || after.calls < before.calls || after.wall < before.wall) return false;
    if (after.min > before.min || after.max < before.max) return false;
    if (after.calls === before.calls && after.wall !== before.wall) return false;
    same ||= after.min === before.min || after.max === before.max || after.wall === before.wall;
  }
  return same;
}
