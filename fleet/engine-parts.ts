import { Alerts } from './alerts/alerts.ts';
import type { AlertConfig } from './alerts/effective-rules.ts';
import { OpenAlerts } from './alerts/open-alerts.ts';
import { answersFrom, type Answers } from './answers.ts';
import { Background } from './background.ts';
import { ChannelService } from './channels/channel-service.ts';
import { Diagnostics } from './diagnostics.ts';
import type { EngineSettings, FleetEngineOptions } from './engine-options.ts';
import { HostRequests } from './host-requests.ts';
import { Sharing } from './sharing/sharing.ts';
import { isHidden } from './store/host-summary.ts';
import type { FleetStore } from './store/store.ts';
import { budgetOf } from './sync/legacy-budget.ts';
import { SourceSet } from './sync/source-set.ts';
import { Syncer } from './sync/syncer.ts';

/** What the parts of an engine share, and whom they tell. */
export interface EnginePartsOptions {
  options: FleetEngineOptions;
  store: FleetStore;
  /** The settings that hold now. */
  settings: () => EngineSettings;
  alertConfig: () => AlertConfig;
  /** The newest revision that listeners were notified of. */
  revision: () => number;
  isClosing: () => boolean;
  /** Something was stored: alerts are evaluated again, then windows are notified. */
  onStored: () => void;
  /** A sync or a backfill went on. */
  onProgress: () => void;
  /** Windows should ask again, though no sample is new. */
  onTold: () => void;
  /** Sends what the team shares. */
  share: () => void;
}

/** The rooms of `fleet/`, put together. */
export interface EngineParts {
  /** What is answered from the store. */
  answers: Answers;
  /** The configured sources, and what runs for each. */
  sources: SourceSet;
  /** What is asked about one host and may reach DynamoDB. */
  hosts: HostRequests;
  /** Costs, `doctor`, and trying out a source. */
  diagnostics: Diagnostics;
  /** Null: this program sends nothing to channels. */
  channels: ChannelService | null;
  /** Null: this program shares nothing. */
  sharing: Sharing | null;
  alerts: Alerts;
  openAlerts: OpenAlerts;
  background: Background;
  syncer: Syncer;
}

/** Builds all parts in the order of their dependency. Nothing runs yet. */
export function engineParts(shared: EnginePartsOptions): EngineParts {
  const { options, store, settings, onStored, onProgress, onTold } = shared;
  const { clock, logger } = options;
  const sources = new SourceSet(
    {
      ...options,
      store,
      onStored,
      onProgress,
      legacyBudget: () => budgetOf(settings().sync),
      forgetDays: () => settings().retention.forgetDays,
    },
    options.settings.sources,
  );
  const answers = answersFrom({
    store,
    clock,
    logger,
    sources,
    settings,
    alertConfig: shared.alertConfig,
    thisHost: options.thisHost ?? (() => null),
    author: options.author ?? null,
    revision: shared.revision,
    onStored,
    onAnnotated: () => {
      shared.share();
      onTold();
    },
  });
  const { queries, replicas } = answers;
  const alerts = new Alerts({
    store,
    clock,
    logger,
    config: options.settings,
    isShown: (host) => sources.has(host.sourceId) && !isHidden(host) && !replicas.covers(host),
    sources: () => sources.reads(),
    backfilling: () => sources.progress() !== null,
    ownHost: options.thisHost ?? (() => null),
    onNotices: options.onAlertNotices ?? null,
    onChanged: onTold,
  });
  const channels = channelsOf(shared, sources, answers);
  const sharing = sharingOf(shared, sources, channels);
  const diagnostics = new Diagnostics({
    ...options,
    store,
    sources,
    queries,
    replicas,
    alertConfig: shared.alertConfig,
  });
  const background = new Background({
    store,
    clock,
    logger,
    sources,
    answers,
    retention: () => settings().retention,
    onForeignChange: () => {
      for (const runtime of sources.all()) runtime.noteForeignSync();
      alerts.noteForeignChange();
      onStored();
    },
    onMoved: () => {
      if (shared.isClosing()) return;
      store.leavePlace();
      options.onStoreMoved?.();
    },
  });
  const hosts = new HostRequests({
    store,
    queries,
    isCovered: (host) => replicas.covers(host),
    sources,
    backfills: background.backfills,
    onChanged: onStored,
  });
  const syncer = new Syncer({
    clock,
    logger,
    runtimes: () => sources.all(),
    intervalSeconds: () => settings().sync.intervalSeconds,
    hosts: () => queries.hosts().length,
    onChanged: onProgress,
    onFleetChanged: () => {
      onStored();
      shared.share();
    },
  });
  return {
    answers,
    sources,
    hosts,
    diagnostics,
    channels,
    sharing,
    alerts,
    openAlerts: new OpenAlerts(store, clock),
    background,
    syncer,
  };
}

function channelsOf(
  { options, store }: EnginePartsOptions,
  sources: SourceSet,
  { replicas }: Answers,
): ChannelService | null {
  if (options.channels === undefined) return null;
  return new ChannelService({
    ...options.channels,
    store,
    clock: options.clock,
    logger: options.logger,
    config: options.settings,
    isShown: (host) => !isHidden(host) && !replicas.covers(host),
    sources: () => sources.forChannels(),
  });
}

function sharingOf(
  { options, store, onTold }: EnginePartsOptions,
  sources: SourceSet,
  channels: ChannelService | null,
): Sharing | null {
  if (options.sharing === undefined) return null;
  return new Sharing({
    ...options.sharing,
    store,
    storePath: options.storePath,
    clock: options.clock,
    logger: options.logger,
    sources: () => sources.forSharing(),
    hasSecret: (channel, secret) => channels?.hasSecret(channel, secret) ?? false,
    onChanged: onTold,
  });
}
