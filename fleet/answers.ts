import { rulesFor } from '../contract/alert-rules.ts';
import { hostKey, type HostRef } from '../contract/host.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log/log.ts';
import type { AlertConfig } from './alerts/effective-rules.ts';
import { OutlookQueries } from './alerts/outlook-queries.ts';
import { ratioOf } from './alerts/slower.ts';
import { Annotations } from './annotations.ts';
import type { EngineSettings } from './engine-options.ts';
import { FunctionQueries } from './queries/functions.ts';
import { Queries } from './queries/queries.ts';
import { Replicas } from './queries/replicas.ts';
import type { FleetStore } from './store/store.ts';
import { FunctionFolders } from './sync/functions-folders.ts';
import type { SourceSet } from './sync/source-set.ts';

/** What the answers are made from. */
export interface AnswersOptions {
  store: FleetStore;
  clock: Clock;
  logger: Logger;
  sources: SourceSet;
  settings: () => EngineSettings;
  alertConfig: () => AlertConfig;
  thisHost: () => HostRef | null;
  /** Who writes annotations here; null: not known. */
  author: string | null;
  revision: () => number;
  /** Something was stored. */
  onStored: () => void;
  /** The user has written, changed or deleted an annotation. */
  onAnnotated: () => void;
}

/** Everything that is answered from the store, without asking DynamoDB. */
export interface Answers {
  /** Hosts, their samples, and series. */
  readonly queries: Queries;
  /** Sources that read the same fleet. */
  readonly replicas: Replicas;
  /** Runs of the py-perf library. */
  readonly functions: FunctionQueries;
  /** Folders of the py-perf library's local mode. */
  readonly functionFolders: FunctionFolders;
  /** Notes of the user. */
  readonly annotations: Annotations;
  /** What is expected of hosts, and what a rule would have found on them. */
  readonly outlooks: OutlookQueries;
}

/** Puts the answers together. */
export function answersFrom(options: AnswersOptions): Answers {
  const { store, clock, logger, sources, settings, alertConfig, revision, onStored } = options;
  const replicas = new Replicas({
    store,
    sources: () => sources.forReplicas(),
    intervalSeconds: () => settings().sync.intervalSeconds,
    ownHost: options.thisHost,
  });
  const queries = new Queries({
    store,
    clock,
    isShown: (sourceId) => sources.has(sourceId),
    sourceIds: () => sources.reads().map(({ id }) => id),
    isCovered: (host) => replicas.covers(host),
    reading: (sourceId) => sources.reading(sourceId),
    retention: () => settings().retention,
    revision,
  });
  const functionFolders = new FunctionFolders({
    store,
    clock,
    logger,
    folders: () => settings().functions?.folders ?? [],
    onStored,
  });
  const functions = new FunctionQueries({
    store,
    clock,
    isShown: (sourceId) => sources.has(sourceId) && !replicas.isBehind(sourceId),
    folders: () => functionFolders.states(),
    revision,
    slowerRatio: (host) => {
      const { alerts, labels } = alertConfig();
      return ratioOf(rulesFor(host, labels[hostKey(host)] ?? [], alerts).slower);
    },
  });
  const annotations = new Annotations({
    store,
    clock,
    author: options.author,
    isShown: (sourceId) => sources.has(sourceId),
    onChanged: options.onAnnotated,
  });
  const outlooks = new OutlookQueries({
    store,
    clock,
    queries,
    config: alertConfig,
  });
  return { queries, replicas, functions, functionFolders, annotations, outlooks };
}
