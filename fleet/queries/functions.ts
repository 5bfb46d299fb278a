import { appFailure } from '../../contract/errors.ts';
import {
  FOLDER_SOURCE,
  type FunctionComparison,
  type FunctionFolderState,
  type FunctionHistory,
  type FunctionList,
  type FunctionOfRun,
  type FunctionRunDetail,
  type FunctionRunPage,
  type FunctionRunRow,
  type FunctionsThen,
} from '../../contract/functions.ts';
import type { HostRef } from '../../contract/host.ts';
import type { ParsedInput } from '../../contract/requests.ts';
import { DAY_S, dayOf, minuteOf } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { DayTiming, StoredCalls } from '../store/functions-codec.ts';
import type { FunctionHost, StoredRun } from '../store/functions-reader.ts';
import type { FleetStore } from '../store/store.ts';
import { compareSides } from './functions-compare.ts';
import { functionsThen } from './functions-then.ts';
import { percentilesOf, singlesOf } from './functions-calls.ts';
import { findRegressions } from './functions-regressions.ts';
import { summaryOf, sumUp, wholeDays, type FunctionScope } from './functions-sums.ts';

/** Ranges up to this long have an entry per run. */
const BY_RUNS_S = 32 * DAY_S;
const MOST_SIBLINGS = 200;
/** Runs whose single calls a function's percentiles rest on: the newest. */
const MOST_RUNS_WITH_CALLS = 500;

/** The store, and what decides which of its runs are shown. */
export interface FunctionQueriesOptions {
  store: FleetStore;
  clock: Clock;
  /** Whether a source is configured: runs of others are not shown. */
  isShown: (sourceId: string) => boolean;
  folders: () => FunctionFolderState[];
  revision: () => number;
  /** By which factor a mean must have risen on a host to be listed. */
  slowerRatio: (host: HostRef) => number;
}

/** A host that no run has. */
const NO_HOST: readonly number[] = [-1];

interface Range {
  from: number;
  to: number;
}

/** What is asked about runs of the py-perf library, answered from the store alone. All methods throw `AppFailure`. */
export class FunctionQueries {
  readonly #options: FunctionQueriesOptions;

  constructor(options: FunctionQueriesOptions) {
    this.#options = options;
  }

  list({ from, to, hosts: wanted }: ParsedInput<'functionList'>): FunctionList {
    const { store, clock, folders, revision, slowerRatio } = this.#options;
    const reader = store.functionReader;
    return store.read(() => {
      const shown = this.#hosts();
      const names = reader.names();
      const scope = this.#scope({ from, to }, shown, wanted);
      const hosts = scope.hosts ?? NO_HOST;
      const sums = sumUp(reader, { ...scope, hosts });
      const sumsBefore = sumUp(reader, { ...scope, hosts, from: from - (to - from), to: from });
      const byId = new Map(shown.map((host) => [host.id, host]));
      return {
        functions: Array.from(sums, ([fn, of]) =>
          summaryOf(names.get(fn) ?? '?', of, sumsBefore.get(fn)),
        ).sort((a, b) => b.wall - a.wall),
        regressions: findRegressions(reader, nowSeconds(clock), (host) => {
          const of = byId.get(host);
          return of === undefined ? null : slowerRatio(of);
        }).flatMap(({ fn, host, ...found }) => {
          const of = byId.get(host);
          if (of === undefined) return [];
          return [{ name: names.get(fn) ?? '?', ...refOf(of), ...found }];
        }),
        hosts: shown.map(refOf),
        runs: reader.count(from, to, hosts),
        folders: folders(),
        revision: revision(),
      };
    });
  }

  history({ name, from, to, hosts: wanted }: ParsedInput<'functionHistory'>): FunctionHistory {
    const { store, revision } = this.#options;
    const reader = store.functionReader;
    return store.read(() => {
      const fn = reader.function(name);
      if (fn === null) throw unknown(`No run has a function "${name}".`);
      const shown = this.#hosts();
      const scope = this.#scope({ from, to }, shown, wanted);
      const hosts = scope.hosts ?? NO_HOST;
      const entries: Entry[] = [];
      const byRuns = to - from <= BY_RUNS_S && from >= scope.runsFrom;
      const onDay = (day: DayTiming, at: number, host: number): void => {
        const { calls, wall, low, high, runs } = day;
        entries.push({ at, host, key: null, mean: wall / calls, low, high, calls, runs });
      };
      const whole = byRuns ? {} : { onDay };
      const sums = sumUp(reader, { ...scope, hosts, fn, ...whole }).get(fn);
      const before = sumUp(reader, { ...scope, hosts, fn, from: from - (to - from), to: from });
      if (byRuns)
        reader.eachOf(fn, from, to, hosts, (run, { calls, wall, min, max }) => {
          const { at, host, key } = run;
          entries.push({ at, host, key, mean: wall / calls, low: min, high: max, calls, runs: 1 });
        });
      else {
        // The days at the ends, only part of which is in the range.
        const { first, last } = wholeDays(from, to, scope.runsFrom);
        const of = new Set(hosts);
        for (const ends of [
          { from: dayOf(from), to: Math.min(first, last) },
          { from: Math.max(first, last), to: dayOf(to) + DAY_S },
        ])
          reader.days.each({ ...ends, fn }, (day, at, host) => {
            if (of.size === 0 || of.has(host)) onDay(day, at, host);
          });
        entries.sort((a, b) => a.at - b.at);
      }
      return {
        name,
        ...columnsOf(entries, shown),
        resolution: byRuns ? 'run' : 'day',
        summary: sums === undefined ? null : summaryOf(name, sums, before.get(fn)),
        percentiles: percentilesOf(this.#callsOf(fn, entries)),
        revision: revision(),
      };
    });
  }

  compare({ before, after }: ParsedInput<'functionCompare'>): FunctionComparison {
    const { store, revision } = this.#options;
    return store.read(() => {
      const shown = this.#hosts();
      const [a, b] = [before, after].map(({ hosts: wanted, ...range }) => {
        const scope = this.#scope(range, shown, wanted);
        return { ...scope, hosts: scope.hosts ?? NO_HOST };
      }) as [FunctionScope, FunctionScope];
      return { ...compareSides(store.functionReader, a, b), revision: revision() };
    });
  }

  runs({ from, to, hosts: wanted, offset, limit }: ParsedInput<'functionRuns'>): FunctionRunPage {
    const { store, revision } = this.#options;
    const reader = store.functionReader;
    return store.read(() => {
      const shown = this.#hosts();
      const hosts = this.#scope({ from, to }, shown, wanted).hosts ?? NO_HOST;
      return {
        total: reader.count(from, to, hosts),
        runs: rowsOf(reader.page(from, to, hosts, { offset, limit }), shown),
        revision: revision(),
      };
    });
  }

  run({ key }: ParsedInput<'functionRun'>): FunctionRunDetail {
    const { store } = this.#options;
    const reader = store.functionReader;
    return store.read(() => {
      const shown = this.#hosts();
      const stored = reader.run(key);
      const [run] = stored === null ? [] : rowsOf([stored], shown);
      if (run === undefined) throw unknown('This run is not known any more.');
      const names = reader.names();
      const calls = reader.calls(key);
      const functions = reader
        .timings(key)
        .map(({ fn, cpu, min, max, ...timing }): FunctionOfRun => ({
          name: names.get(fn) ?? '?',
          calls: timing.calls,
          wall: timing.wall,
          cpu: orNull(cpu),
          min: orNull(min),
          max: orNull(max),
          percentiles: percentilesOf([calls.get(fn)?.wall ?? new Float32Array()]),
          ...singlesOf(calls.get(fn)),
        }))
        .sort((a, b) => b.wall - a.wall);
      return { run, functions, siblings: rowsOf(reader.siblings(key, MOST_SIBLINGS), shown) };
    });
  }

  /** Runs of folders are of the host that has their name. */
  ranThen({ sourceId, hostname, at }: ParsedInput<'functionsThen'>): FunctionsThen {
    const { store } = this.#options;
    const minute = minuteOf(at);
    return store.read(() => {
      const hosts = this.#hosts().filter(
        (host) => host.hostname === hostname && [sourceId, FOLDER_SOURCE].includes(host.sourceId),
      );
      const ids = hosts.map(({ id }) => id);
      const functions = ids.length === 0 ? [] : functionsThen(store.functionReader, ids, minute);
      return { sourceId, hostname, minute, functions };
    });
  }

  #callsOf(fn: number, entries: readonly Entry[]): Float32Array[] {
    const { functionReader: reader } = this.#options.store;
    return entries
      .slice(-MOST_RUNS_WITH_CALLS)
      .flatMap(({ key }): StoredCalls[] => {
        const calls = key === null ? null : reader.callsOf(key, fn);
        return calls === null ? [] : [calls];
      })
      .map(({ wall }) => wall);
  }

  #hosts(): FunctionHost[] {
    const { store, isShown } = this.#options;
    return store.functionReader
      .hosts()
      .filter(({ sourceId }) => sourceId === FOLDER_SOURCE || isShown(sourceId));
  }

  /** `hosts` null: none of those that are wanted is known. */
  #scope(
    range: Range,
    shown: readonly FunctionHost[],
    wanted: readonly HostRef[] | undefined,
  ): Range & { hosts: readonly number[] | null; runsFrom: number } {
    const { functions, functionReader } = this.#options.store;
    const runsFrom = functions.prunedBefore;
    const of = (hosts: readonly FunctionHost[]): number[] => hosts.map(({ id }) => id);
    if (wanted === undefined) {
      const all = shown.length === functionReader.hosts().length;
      return { ...range, runsFrom, hosts: all ? [] : orNone(of(shown)) };
    }
    const keys = new Set(wanted.map(({ sourceId, hostname }) => `${sourceId}\n${hostname}`));
    const found = shown.filter(({ sourceId, hostname }) => keys.has(`${sourceId}\n${hostname}`));
    return { ...range, runsFrom, hosts: orNone(of(found)) };
  }
}

interface Entry {
  at: number;
  host: number;
  key: number | null;
  mean: number;
  low: number;
  high: number;
  calls: number;
  runs: number;
}

function columnsOf(
  entries: readonly Entry[],
  shown: readonly FunctionHost[],
): Pick<
  FunctionHistory,
  'at' | 'mean' | 'low' | 'high' | 'calls' | 'runs' | 'host' | 'hosts' | 'keys'
> {
  const used = new Set(entries.map(({ host }) => host));
  const hosts = shown.filter(({ id }) => used.has(id));
  const position = new Map(hosts.map(({ id }, index) => [id, index]));
  const column = (of: (entry: Entry) => number): Float64Array => Float64Array.from(entries, of);
  return {
    at: column(({ at }) => at),
    mean: column(({ mean }) => mean),
    low: column(({ low }) => low),
    high: column(({ high }) => high),
    calls: column(({ calls }) => calls),
    runs: column(({ runs }) => runs),
    host: Uint32Array.from(entries, ({ host }) => position.get(host) ?? 0),
    hosts: hosts.map(refOf),
    keys: Float64Array.from(entries.flatMap(({ key }) => key ?? [])),
  };
}

function rowsOf(runs: readonly StoredRun[], shown: readonly FunctionHost[]): FunctionRunRow[] {
  const byId = new Map(shown.map((host) => [host.id, host]));
  return runs.flatMap(({ host, ...run }) => {
    const of = byId.get(host);
    return of === undefined ? [] : [{ ...run, ...refOf(of) }];
  });
}

function refOf({ sourceId, hostname }: HostRef): HostRef {
  return { sourceId, hostname };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function orNone(hosts: number[]): number[] | null {
  return hosts.length === 0 ? null : hosts;
}

function unknown(message: string): Error {
  return appFailure(
    'not-found',
    message,
    'It may be older than what is kept, or of a removed source.',
  );
}
