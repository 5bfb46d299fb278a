import type { AppFailure } from '../../contract/errors.ts';
import type { Clock } from '../../platform/clock.ts';

/** A limit of time for one piece of work. */
export interface Deadline {
  /** Aborts when the time is over, with the failure as its reason, when the program ends, and when the work is done. */
  signal: AbortSignal;
  /** The work has ended: nobody waits for the time any more. */
  done: () => void;
}

/** Starts a limit of `ms` milliseconds by the clock; `failure` says what did not end in time. */
export function startDeadline(
  clock: Clock,
  ms: number,
  ending: AbortSignal,
  failure: () => AppFailure,
): Deadline {
  const own = new AbortController();
  const signal = AbortSignal.any([own.signal, ending]);
  clock.sleep(ms, signal).then(
    () => {
      own.abort(failure());
    },
    () => undefined,
  );
  return {
    signal,
    done: () => {
      own.abort();
    },
  };
}
