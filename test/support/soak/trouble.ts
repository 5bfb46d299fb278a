import type { Fault, ProxiedRequest } from '../faults.ts';

/** Polls between the starts of two troubles, and how many polls one lasts. */
const EVERY = 80;
const LASTS = 2;
/** Polls without trouble at the end of each period. */
const RECOVERY = 3;

const KINDS = ['throttle', 'reset', 'fail', 'cut', 'partial', 'deny', 'hang'] as const;

/** The fault of a poll's requests; every kind in turn, with long healthy times in between. */
export function troubleOf(poll: number, every = EVERY): (request: ProxiedRequest) => Fault | null {
  const begins = every - LASTS - RECOVERY;
  if (poll % every < begins || poll % every >= begins + LASTS) return () => null;
  const kind = KINDS[Math.floor(poll / every) % KINDS.length] ?? 'fail';
  let hanging = kind === 'hang';
  return () => {
    if (kind !== 'hang') return { kind };
    // The SDK waits ten real seconds for an answer: one request that hangs is enough.
    if (!hanging) return null;
    hanging = false;
    return { kind };
  };
}
