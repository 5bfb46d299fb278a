import type { FunctionOfRun } from '../../../contract/functions.ts';

/** Widths of the drawing, in its own units. */
export const STRIP = { width: 1000, height: 14 } as const;
/** The most functions drawn. */
const MOST_ROWS = 12;

/** One function's calls on the run's time axis, as an SVG path in `STRIP`. */
export interface StripRow {
  readonly name: string;
  readonly calls: number;
  readonly path: string;
}

/** The calls of a run on one time axis; Unix seconds. */
export interface CallStrip {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly StripRow[];
}

/**
 * Places the calls of a run that have a time on one axis; null if none has. A call's time is its end: the writer
 * records it once it knows the duration.
 */
export function callStrip(functions: readonly FunctionOfRun[]): CallStrip | null {
  const timed = functions.flatMap(({ name, singles = [] }) => {
    const calls = singles.flatMap(({ at, wall }) =>
      at === null ? [] : [{ from: at - wall, to: at }],
    );
    return calls.length === 0 ? [] : [{ name, calls }];
  });
  const shown = timed.slice(0, MOST_ROWS);
  if (shown.length === 0) return null;
  let from = Infinity;
  let to = -Infinity;
  for (const { calls } of shown)
    for (const call of calls) {
      from = Math.min(from, call.from);
      to = Math.max(to, call.to);
    }
  const span = Math.max(to - from, 1e-6);
  const x = (at: number): number => ((at - from) / span) * STRIP.width;
  return {
    from,
    to,
    rows: shown.map(({ name, calls }) => ({
      name,
      calls: calls.length,
      path: calls
        .map((call) => {
          const left = Math.min(x(call.from), STRIP.width - 1);
          // Very short calls are still drawn visibly.
          return `M${left.toFixed(1)} ${String(STRIP.height / 2)}h${Math.max(1, x(call.to) - left).toFixed(1)}`;
        })
        .join(''),
    })),
  };
}
