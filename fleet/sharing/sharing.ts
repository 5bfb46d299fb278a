import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AppFailure, appFailure, type ErrorCode } from '../../contract/errors.ts';
import { namedPath, partsOf } from '../../contract/shared-paths.ts';
import type { Settings, SettingsPatch } from '../../contract/settings.ts';
import type { SharedValue, SourceSharing } from '../../contract/sharing.ts';
import { isWithin } from '../../contract/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import { databaseFailure } from '../../platform/sqlite/database.ts';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { FleetStore } from '../store/store.ts';
import { reconcileAcks } from './ack-sharing.ts';
import type { SharedDocument } from './document-text.ts';
import { valuesOf } from './fields.ts';
import { type SharedScope, type Values } from './scopes.ts';
import { replicaId } from './replica-id.ts';
import { NOTE_DAYS, reconcileNotes } from './note-sharing.ts';
import { takenOver } from './settings-of.ts';
import { SharedReplica } from './shared-replica.ts';
import { valuesIn, withChoice, withEdits, type Author } from './shared-values.ts';
import { notShared, sourceSharing, type SourceState } from './source-sharing.ts';

/** Name of the row with what the settings say. */
export const SETTINGS_ROW = 'shared';
/** Name of the row with what was said to alerts. */
const ACKS_ROW = 'acknowledged';
/** Name of the row with annotations. */
const NOTES_ROW = 'annotations';
/** Days for which fields of a row are kept: an alert that lasts for longer keeps its on each machine. */
const KEEP_DAYS: Readonly<Record<string, number>> = { [ACKS_ROW]: 30, [NOTES_ROW]: NOTE_DAYS };
/** Days for which a removal is remembered; a program that was away for longer may bring back what was removed. */
const REMOVAL_DAYS = 180;
/** Seconds after a refused write before the next one is tried. */
const DENIED_RETRY_S = 600;

/** Failures that are about one row, not about the registry. */
const OF_ONE_ROW: ReadonlySet<ErrorCode> = new Set(['bad-answer', 'invalid-input', 'newer-data']);

/** What sharing needs to know of a source that is shared. */
export interface SharingSource {
  id: string;
  connected: boolean;
  hasRegistry: boolean;
  /** See `SourceRuntime`. */
  ownRows: ReadonlyMap<string, number> | null;
  reader: () => Promise<DynamoSource>;
}

/** The settings that are shared, and how they are changed. */
export interface SharingSettings {
  /** Throws `AppFailure`. */
  load: () => Settings;
  /** Throws `AppFailure`. */
  apply: (patch: SettingsPatch) => Promise<unknown>;
}

/** What sharing runs with. */
export interface SharingOptions {
  store: FleetStore;
  storePath: string;
  clock: Clock;
  logger: Logger;
  settings: SharingSettings;
  /** How this program calls itself among the others, e.g. `anna@laptop`. */
  who: string;
  sources: () => SharingSource[];
  /** Whether the keyring has a secret of a channel. */
  hasSecret: (channelId: string, secret: string) => boolean;
  onChanged: () => void;
}

const knownSchema = z.strictObject({
  whole: z.boolean(),
  values: z.record(z.string(), z.unknown()),
});

/** Keeps the settings that a team shares the same everywhere: see docs/team.md. */
export class Sharing {
  readonly #options: SharingOptions;
  readonly #states = new Map<string, SourceState>();
  #replica: string | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: SharingOptions) {
    this.#options = options;
  }

  /** Looks at every shared source, one call at a time. Never rejects: what fails is in the state. */
  sync(isAsked = false): Promise<void> {
    this.#running = this.#running.then(async () => {
      for (const source of this.#options.sources()) {
        if (this.#stopped) return;
        await this.#guarded(source.id, () => this.#syncOne(source, isAsked));
      }
    });
    return this.#running;
  }

  /** Ends after what runs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** How it does, for each configured source. */
  state(): SourceSharing[] {
    const settings = this.#options.settings.load();
    const shared = new Map(this.#options.sources().map((source) => [source.id, source]));
    return settings.sources.map(({ id }) => this.#stateOf(id, shared.get(id), settings));
  }

  /** Decides on a field that two people changed: the version with this key holds. Throws `AppFailure`. */
  async resolve(sourceId: string, field: string, key: string): Promise<void> {
    const source = this.#options.sources().find(({ id }) => id === sourceId);
    const isNote = partsOf(field)[0] === 'note';
    const replica = this.#replicaOf(sourceId, isNote ? NOTES_ROW : SETTINGS_ROW);
    const author = this.#author();
    let isDone = false;
    if (source !== undefined)
      replica.change(({ document }) => {
        const fields = withChoice(document.fields, field, key, author);
        if (fields === null) return null;
        isDone = true;
        return { document: this.#signed({ ...document, fields }, author) };
      });
    if (!isDone)
      throw appFailure(
        'not-found',
        `Nobody has to decide on ${namedPath(field)} any more.`,
        'Look at what is shared again.',
      );
    await this.#takeOver(sourceId);
    this.#reconcile(sourceId);
    this.#options.onChanged();
    await this.sync(true);
  }

  /** Forgets what was shared through sources that are shared no longer; the settings stay as they are. */
  forgetOthers(): void {
    const { store, sources } = this.#options;
    const shared = new Set(sources().map(({ id }) => id));
    const others = store.read(() => store.shared.sources()).filter((id) => !shared.has(id));
    if (others.length === 0) return;
    store.write(() => {
      for (const id of others) store.shared.remove(id);
    });
    for (const id of others) this.#states.delete(id);
  }

  async #syncOne(source: SharingSource, isAsked: boolean): Promise<void> {
    const { id: sourceId, connected, hasRegistry, ownRows } = source;
    const replica = this.#replicaOf(sourceId);
    this.#noteEdits(sourceId);
    this.#reconcile(sourceId);
    if (!connected) return;
    if (!hasRegistry)
      throw appFailure(
        'table-missing',
        'There is no registry table, in which a team shares.',
        'Create it: "collect --once --create-tables" does.',
      );
    const state = this.#stateFor(sourceId);
    const isNews = ownRows !== state.scanned;
    state.scanned = ownRows;
    const failures: AppFailure[] = [];
    // A row that is too long, or damaged, keeps no other back.
    const sync = async (row: SharedReplica): Promise<void> => {
      try {
        await this.#syncRow(row, source, { isAsked, isNews });
      } catch (error) {
        if (!(error instanceof AppFailure) || !OF_ONE_ROW.has(error.error.code)) throw error;
        failures.push(error);
      }
    };
    await sync(replica);
    // What can be read is taken over, also by who may not write.
    await this.#takeOver(sourceId);
    await sync(this.#replicaOf(sourceId, ACKS_ROW));
    await sync(this.#replicaOf(sourceId, NOTES_ROW));
    this.#reconcile(sourceId);
    const [first] = failures;
    if (first !== undefined) throw first;
  }

  /** Merges a row of a source with its copy, and notes whether this program may write it. */
  async #syncRow(
    replica: SharedReplica,
    { id, ownRows, reader }: SharingSource,
    { isAsked, isNews }: { isAsked: boolean; isNews: boolean },
  ): Promise<void> {
    const state = this.#stateFor(id);
    const now = this.#options.clock.now() / 1000;
    const mayWrite =
      isAsked || !isWithin(DENIED_RETRY_S, state.denied.get(replica.name) ?? -Infinity, now);
    const { version, syncedAt } = replica.held();
    const scanned = isNews ? (ownRows?.get(replica.name) ?? null) : version;
    const seen = isAsked || ownRows === null || syncedAt === null ? undefined : scanned;
    const isWhole = await replica.sync(await reader(), seen, mayWrite);
    if (isWhole) state.denied.delete(replica.name);
    else if (mayWrite) state.denied.set(replica.name, now);
  }

  /** What was said to alerts, and annotations: the team's, and those made here. */
  #reconcile(sourceId: string): void {
    const { store, settings, who, onChanged } = this.#options;
    const author = this.#author();
    const acks = this.#replicaOf(sourceId, ACKS_ROW);
    const notes = this.#replicaOf(sourceId, NOTES_ROW);
    const scope = scopeOf(settings.load(), sourceId);
    const areAcksNew = reconcileAcks({ store, replica: acks, sourceId, author, who });
    const areNotesNew = reconcileNotes({ store, replica: notes, scope, author, who });
    if (areAcksNew || areNotesNew) onChanged();
  }

  /** Puts into the copy what was changed in the settings since they were compared last. */
  #noteEdits(sourceId: string): void {
    const settings = this.#options.settings.load();
    const scope = scopeOf(settings, sourceId);
    const author = this.#author();
    this.#replicaOf(sourceId).change((held) => {
      const before = parseKnown(held.known);
      const said = valuesOf(settings, scope, valuesIn(held.document.fields));
      // What is shared through another source from now on was not removed here.
      const known = before.whole && !scope.whole ? said : before.values;
      const fields = withEdits(held.document.fields, known, said, author);
      const text = knownText(scope, said);
      if (fields === null) return text === held.known ? null : { known: text };
      return { document: this.#signed({ ...held.document, fields }, author), known: text };
    });
  }

  /** Puts what is shared into the settings. */
  async #takeOver(sourceId: string): Promise<void> {
    const { settings, logger } = this.#options;
    // What was changed here meanwhile comes first.
    this.#noteEdits(sourceId);
    const before = settings.load();
    const scope = scopeOf(before, sourceId);
    const values = valuesIn(this.#replicaOf(sourceId).held().document.fields);
    const { settings: taken, problems } = takenOver(before, values, scope);
    this.#stateFor(sourceId).problems = problems;
    if (isDeepStrictEqual(valuesOf(before, scope, values), valuesOf(taken, scope, values))) return;
    await settings.apply(taken);
    this.#replicaOf(sourceId).change(() => ({
      known: knownText(scope, valuesOf(taken, scope, values)),
    }));
    logger.info('settings were taken over from the team', { source: sourceId });
  }

  async #guarded(sourceId: string, work: () => Promise<void>): Promise<void> {
    const { logger, onChanged } = this.#options;
    const state = this.#stateFor(sourceId);
    const before = state.error;
    try {
      await work();
      state.error = null;
    } catch (error) {
      state.error = error instanceof AppFailure ? error.error : databaseFailure(error).error;
      if (state.error.code !== before?.code)
        logger.warn('what the team shares could not be brought up to date', {
          source: sourceId,
          reason: state.error.message,
        });
    }
    if (!isDeepStrictEqual(before, state.error)) onChanged();
  }

  #stateOf(sourceId: string, source: SharingSource | undefined, settings: Settings): SourceSharing {
    const scope = scopeOf(settings, sourceId);
    if (source === undefined) return notShared(scope);
    return sourceSharing({
      scope,
      settings,
      connected: source.connected,
      state: this.#stateFor(sourceId),
      replica: this.#replicaOf(sourceId),
      acks: this.#replicaOf(sourceId, ACKS_ROW),
      notes: this.#replicaOf(sourceId, NOTES_ROW),
      hasSecret: this.#options.hasSecret,
    });
  }

  #replicaOf(sourceId: string, name = SETTINGS_ROW): SharedReplica {
    const days = KEEP_DAYS[name];
    const keep = days === undefined ? {} : { keepDays: days };
    return new SharedReplica({
      ...this.#options,
      sourceId,
      name,
      removalDays: REMOVAL_DAYS,
      ...keep,
    });
  }

  #stateFor(sourceId: string): SourceState {
    const state = this.#states.get(sourceId) ?? {
      error: null,
      problems: [],
      denied: new Map(),
      scanned: null,
    };
    this.#states.set(sourceId, state);
    return state;
  }

  #author(): Author {
    const { store, storePath, clock } = this.#options;
    this.#replica ??= replicaId(store, storePath);
    return { replica: this.#replica, now: clock.now() };
  }

  /** With the name of this program, which has changed something. */
  #signed(document: SharedDocument, { replica }: Author): SharedDocument {
    return { ...document, names: new Map(document.names).set(replica, this.#options.who) };
  }
}

/** What of the settings a source shares: all of it, if it is the first that is shared. */
export function scopeOf({ sources }: Pick<Settings, 'sources'>, sourceId: string): SharedScope {
  const first = sources.find(({ shared }) => shared === true)?.id ?? sourceId;
  return { sourceId, whole: first === sourceId };
}

function parseKnown(text: string): { whole: boolean; values: ReadonlyMap<string, SharedValue> } {
  const { whole, values } = parseStored(knownSchema, text) ?? { whole: false, values: {} };
  return { whole, values: new Map(Object.entries(values) as [string, SharedValue][]) };
}

function knownText({ whole }: SharedScope, values: Values): string {
  return JSON.stringify({ whole, values: Object.fromEntries(values) });
}
