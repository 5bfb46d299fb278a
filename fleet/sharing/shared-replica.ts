import { createHash } from 'node:crypto';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { Item } from '../../contract/records.ts';
import { DAY_S } from '../../contract/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import { ownRow } from '../channels/own-rows.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { CHANGES_ROW, LEAP_FROM_BYTES } from '../remote/registry-leaps.ts';
import type { StoredShared } from '../store/shared-documents.ts';
import type { FleetStore } from '../store/store.ts';
import {
  EMPTY_DOCUMENT,
  documentText,
  mergeNames,
  parseDocument,
  parseStored,
  storedText,
  type SharedDocument,
} from './document-text.ts';
import { kindOfField } from './shared-kinds.ts';
import { covers, mergeFields, withoutOld, withoutOldRemovals, type Fields } from './register.ts';

/** Whose document, and where it lies. */
export interface SharedReplicaOptions {
  store: FleetStore;
  clock: Clock;
  logger: Logger;
  sourceId: string;
  /** Of the row: `#py-perf-desktop/NAME`. */
  name: string;
  /** Days for which a field that was removed is remembered. */
  removalDays: number;
  /** Days for which a field is kept that nobody changes. Absent: for ever. */
  keepDays?: number;
}

/** How often a write is tried again after another program was first. */
const ATTEMPTS = 8;

/** A document as it was, with what is known of its row. */
export interface Held extends Omit<StoredShared, 'document' | 'known'> {
  document: SharedDocument;
  known: string;
}

const NOTHING: Held = {
  document: EMPTY_DOCUMENT,
  known: '{}',
  sent: null,
  version: null,
  bytes: 0,
  syncedAt: null,
};

/**
 * One document that a team shares: this program's copy in the store, and the row in the registry. A change goes into the
 * copy at once; `sync` merges copy and row and writes what the row lacks, under the condition that nobody else has written
 * meanwhile. So a program may be killed or cut off at any time.
 */
export class SharedReplica {
  readonly #options: SharedReplicaOptions;

  constructor(options: SharedReplicaOptions) {
    this.#options = options;
  }

  /** Name of its row. */
  get name(): string {
    return this.#options.name;
  }

  /** The copy. A damaged one counts as none: the row has what was sent, the settings what was not. */
  held(): Held {
    const { store, sourceId, name, logger } = this.#options;
    const stored = store.read(() => store.shared.get(sourceId, name));
    if (stored === null) return NOTHING;
    try {
      return { ...stored, document: parseStored(stored.document, name) };
    } catch (error) {
      logger.warn('the copy of a shared document is damaged and is read anew', {
        source: sourceId,
        name,
        reason: error instanceof Error ? error.message : String(error),
      });
      return NOTHING;
    }
  }

  /**
   * Puts into the copy what `change` answers for it; null leaves it. In one transaction, so that two programs on one data
   * directory undo nothing of each other.
   */
  change(change: (held: Held) => Partial<Held> | null): void {
    const { store, sourceId, name } = this.#options;
    store.write(() => {
      const held = this.held();
      const changes = change(held);
      if (changes === null) return;
      const next = { ...held, ...changes };
      store.shared.put(sourceId, name, { ...next, document: storedText(next.document) });
    });
  }

  /** Whether the copy has what the row lacks, as far as is known. */
  get pending(): boolean {
    const held = this.held();
    return held.document.fields.size > 0 && held.sent !== stateOf(held.document);
  }

  /**
   * Merges copy and row. Returns whether the row then has all of the copy: not if this program may not write it, or is
   * told not to try. `seen` is the row's version by a scan just now: where that is the one that is known, the row is not
   * read; undefined: nobody has looked; null: there is no row. Throws `AppFailure`; what was merged by then stays.
   */
  async sync(
    reader: DynamoSource,
    seen: number | null | undefined,
    mayWrite: boolean,
  ): Promise<boolean> {
    let isKnown = seen !== undefined && seen === this.held().version;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (!isKnown) await this.#read(reader);
      if (!this.pending) return true;
      if (!mayWrite) return false;
      try {
        if (await this.#write(reader)) return true;
      } catch (error) {
        const code = error instanceof AppFailure ? error.error.code : null;
        if (code === 'access-denied') return false;
        const isShortened =
          code === 'invalid-input' && this.#forgetUnsent(await this.#read(reader));
        if (!isShortened) throw error;
      }
      isKnown = false;
    }
    throw appFailure(
      'store-busy',
      'Others write what the team shares all the time.',
      'It is tried again at the next poll.',
    );
  }

  /** Returns what the row has. */
  async #read(reader: DynamoSource): Promise<Fields> {
    const { name, clock } = this.#options;
    const row = await reader.get('registry', ownRow(name).Key);
    const syncedAt = clock.now() / 1000;
    if (row === null) {
      this.change(() => ({ version: null, sent: null, bytes: 0, syncedAt }));
      return EMPTY_DOCUMENT.fields;
    }
    const { text, version } = contentsOf(row, name);
    const remote = parseDocument(text, name);
    this.change(({ document }) => {
      const fields = this.#pruned(mergeFields(document.fields, remote.fields));
      const merged = { fields, names: mergeNames(document.names, remote.names) };
      const isThere = covers(remote.fields, fields);
      return {
        document: merged,
        sent: isThere ? stateOf(merged) : null,
        version,
        bytes: Buffer.byteLength(text),
        syncedAt,
      };
    });
    return remote.fields;
  }

  /**
   * Forgets what was removed before the row ever had it, so that removing helps where the document is too long. Answers
   * whether there was any.
   */
  #forgetUnsent(remote: Fields): boolean {
    let isShorter = false;
    this.change(({ document }) => {
      const kept = [...document.fields].filter(
        ([field, versions]) =>
          remote.has(field) || versions.some(({ value }) => value !== undefined),
      );
      isShorter = kept.length < document.fields.size;
      return isShorter ? { document: { ...document, fields: new Map(kept) } } : null;
    });
    return isShorter;
  }

  /** Whether the row was written: not, where it is another than the one that was merged. */
  async #write(reader: DynamoSource): Promise<boolean> {
    const { name, clock } = this.#options;
    const held = this.held();
    const document = { ...held.document, fields: this.#pruned(held.document.fields) };
    const text = documentText(document, kindOfField);
    const version = (held.version ?? 0) + 1;
    const row = await reader.updateIf('registry', {
      ...ownRow(name),
      UpdateExpression: 'SET document = :document, version = :next, active = :no',
      ConditionExpression:
        held.version === null ? 'attribute_not_exists(version)' : 'version = :version',
      ExpressionAttributeValues: {
        ':document': text,
        ':next': version,
        ':no': false,
        ...(held.version === null ? {} : { ':version': held.version }),
      },
    });
    if (row === null) return false;
    if (Buffer.byteLength(text) >= LEAP_FROM_BYTES || held.bytes >= LEAP_FROM_BYTES)
      await this.#announce(reader);
    // What was changed meanwhile has another state, and is sent next.
    const sent = stateOf(document);
    this.change(({ document: current }) => ({
      document: { ...current, fields: this.#pruned(current.fields) },
      sent,
      version,
      bytes: Buffer.byteLength(text),
      syncedAt: clock.now() / 1000,
    }));
    return true;
  }

  /** Says that a document has changed which scans leap over. Where that fails, others see it some scans later. */
  async #announce(reader: DynamoSource): Promise<void> {
    const { logger, sourceId, name } = this.#options;
    try {
      await reader.updateIf('registry', {
        ...ownRow(CHANGES_ROW),
        UpdateExpression: 'SET active = :no ADD version :one',
        // No lease, and nothing that another program took for one.
        ConditionExpression: 'attribute_not_exists(fence)',
        ExpressionAttributeValues: { ':no': false, ':one': 1 },
      });
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      logger.warn('others learn later that a shared document has changed', {
        source: sourceId,
        name,
        reason: error.error.message,
      });
    }
  }

  #pruned(fields: Fields): Fields {
    const { clock, removalDays, keepDays } = this.#options;
    const before = (days: number): number => clock.now() - days * DAY_S * 1000;
    const kept = withoutOldRemovals(fields, before(removalDays));
    return keepDays === undefined ? kept : withoutOld(kept, before(keepDays));
  }
}

/** Names a state of a document: two that have it are the same. */
function stateOf(document: SharedDocument): string {
  return createHash('sha256').update(storedText(document)).digest('base64');
}

/** Throws `AppFailure` (`bad-answer`) where the row is not one of a document. */
function contentsOf(row: Item, name: string): { text: string; version: number } {
  const { document, version } = row;
  if (typeof document === 'string' && typeof version === 'number' && Number.isSafeInteger(version))
    return { text: document, version };
  const [field, kind] =
    typeof document === 'string' ? ['version', 'a whole number'] : ['document', 'text'];
  throw appFailure(
    'bad-answer',
    `What the team shares (row "#py-perf-desktop/${name}" of the registry) cannot be read: ${field} must be ${kind}.`,
    'What was shared before holds here, and nothing is sent. Somebody who may write there can delete the row: ' +
      'the next program that shares writes it anew from what it has.',
  );
}
