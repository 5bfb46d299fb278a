import { METRICS, METRIC_IDS } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, MINUTE_S, dayOf, hourOf } from '../../contract/time.ts';
import type { FleetStore } from '../store/store.ts';
import { FleetSeriesReader, endOf, flat, type FleetScope } from './fleet-series.ts';
import { MINUTES_UP_TO_S, ROLLUP_STEPS } from './resolution.ts';

/** Below this many hosts the figures are computed as they are asked for. */
const MIN_HOSTS = 50;

/** The fleet's figures that are stored. */
export interface StoredFiguresOptions {
  store: FleetStore;
  scope: Required<FleetScope>;
  /** Unix seconds. */
  now: number;
}

/**
 * Computes the figures of hours and days that are over and not stored yet, the newest first, in steps of some milliseconds; between
 * them other work may run. Hours only as far back as ranges that are drawn by the minute.
 */
export function* storeFigures(options: StoredFiguresOptions): Generator<void> {
  if (options.scope.hosts.size < MIN_HOSTS) return;
  for (const span of newestFirst(options)) yield* storeSpan(options, span);
}

/** An hour or day, and the steps of its figures. */
interface FigureSpan {
  time: number;
  steps: readonly number[];
}

function* newestFirst({ store, now }: StoredFiguresOptions): Generator<FigureSpan> {
  for (let time = hourOf(now) - HOUR_S; time > now - MINUTES_UP_TO_S - 2 * HOUR_S; time -= HOUR_S)
    yield { time, steps: [MINUTE_S] };
  const first = store.read(() => store.figures.firstDay()) ?? Infinity;
  for (let time = dayOf(now) - DAY_S; time >= first; time -= DAY_S)
    yield { time, steps: ROLLUP_STEPS };
}

function* storeSpan(
  { store, scope }: StoredFiguresOptions,
  { time, steps }: FigureSpan,
): Generator<void> {
  const [step = MINUTE_S] = steps;
  const number = scope.scopeOf(time, endOf({ time, step }));
  const missing = store.read(() => {
    if (!store.figures.isPacked(time, step) || !store.figures.isClosed(time, step)) return [];
    const stored = steps.map((each) => store.figures.scopesOf(time, each));
    return METRIC_IDS.filter((metric) =>
      stored.some((scopes) => scopes.get(METRICS[metric].code) !== number),
    );
  });
  // In its memory are the figures of all steps, once those of one are computed.
  const reader = new FleetSeriesReader(store.scan, (hour) => store.blocks.version(hour));
  for (const metric of missing) {
    const before = versionOf(store, time, step);
    const found = new Map<number, Float32Array>();
    for (const each of steps) {
      const computing = reader.figures({ ...scope, epoch: '' }, { metric, time, step: each });
      let next = store.read(() => computing.next());
      while (next.done !== true) {
        yield;
        if (store.closed) return;
        next = store.read(() => computing.next());
      }
      found.set(each, flat(next.value));
    }
    store.write(() => {
      // What was written meanwhile may be in the figures or not.
      if (versionOf(store, time, step) !== before) return;
      for (const [each, figures] of found)
        store.figures.put({ metric, time, step: each }, number, figures);
    });
  }
}

/** Changes with every write to an hour or day. */
function versionOf(store: FleetStore, time: number, step: number): string {
  let sum = 0;
  for (let hour = time; hour < endOf({ time, step }); hour += HOUR_S)
    sum += store.blocks.version(hour);
  return `${String(store.foreignVersion())} ${String(sum)}`;
}
