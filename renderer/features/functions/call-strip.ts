import type { FunctionOfRun } from '../../../contract/functions.ts';

/** Widths of the drawing, in its own units. */
export const STRIP = { width: 1000, height: 14 } as const;
/** Functions that are drawn. */
const MOST_ROWS = 12;

/** One function's calls on the time axis of the run, as an SVG path of `STRIP`. */
export interface StripRow {
  readonly name: string;
  readonly calls: number;
  readonly path: string;
}

/** The single calls of a run on one time axis; Unix seconds. */
export interface CallStrip {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly StripRow[];
}

/**
 * Lays the single calls of a run that have a time on one axis; null where none has. A call's time is that of its end: the
 * writer notes it once it knows how long it took.
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
          // What is shorter than can be seen is seen all the same.
          return `M${left.toFixed(1)} ${String(STRIP.height / 2)}h${Math.max(1, x(call.to) - left).toFixed(1)}`;
        })
        .join(''),
    })),
  };
}
