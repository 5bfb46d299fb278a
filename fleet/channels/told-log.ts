import { randomUUID } from 'node:crypto';
import { appFailure } from '../../contract/errors.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { FleetStore } from '../store/store.ts';
import { ownRow } from './own-rows.ts';
import { parseTold, toldText, type ToldDocument } from './told.ts';

/** Where it is written down what was told. */
export interface ToldLog {
  /** Takes it over from whoever wrote it last. Null: another leads with a higher number. Throws `AppFailure`. */
  claim: (fence: number) => Promise<ToldDocument | null>;
  /** Whether it was written: not, where another has taken it over. Throws `AppFailure`. */
  write: (document: ToldDocument, fence: number) => Promise<boolean>;
}

/** A document of nothing told. */
function emptyDocument(): ToldDocument {
  return { fleet: randomUUID(), alerts: [], open: [] };
}

/** In the local store: nobody else tells these alerts. */
export class LocalToldLog implements ToldLog {
  readonly #store: FleetStore;
  readonly #scope: string;

  constructor(store: FleetStore, scope: string) {
    this.#store = store;
    this.#scope = scope;
  }

  claim(): Promise<ToldDocument> {
    const text = this.#store.read(() => this.#store.channelQueue.told(this.#scope));
    return Promise.resolve((text === null ? null : parseTold(text)) ?? emptyDocument());
  }

  write(document: ToldDocument): Promise<boolean> {
    this.#store.write(() => {
      this.#store.channelQueue.putTold(this.#scope, toldText(document));
    });
    return Promise.resolve(true);
  }
}

/**
 * In a row of the registry that takes a write only from the highest fencing number that it has seen: a leader that slept
 * through the end of its lease cannot write here, so it does not tell.
 */
export class SharedToldLog implements ToldLog {
  readonly #reader: () => Promise<DynamoSource>;

  constructor(reader: () => Promise<DynamoSource>) {
    this.#reader = reader;
  }

  async claim(fence: number): Promise<ToldDocument | null> {
    const reader = await this.#reader();
    const row = await reader.updateIf('registry', {
      ...ownRow('told'),
      UpdateExpression:
        'SET fence = :fence, active = :no, document = if_not_exists(document, :empty) ADD version :one',
      ConditionExpression: 'attribute_not_exists(fence) OR fence <= :fence',
      ExpressionAttributeValues: {
        ':fence': fence,
        ':no': false,
        ':one': 1,
        ':empty': toldText(emptyDocument()),
      },
    });
    if (row === null) return null;
    const document = parseTold(String(row['document']));
    if (document !== null) return document;
    throw appFailure(
      'newer-data',
      'What was told so far (row "#py-perf-desktop/told" of the registry) cannot be read here.',
      'Update this program, or delete that row: alerts that are on are then told once more.',
    );
  }

  async write(document: ToldDocument, fence: number): Promise<boolean> {
    const reader = await this.#reader();
    const row = await reader.updateIf('registry', {
      ...ownRow('told'),
      UpdateExpression: 'SET document = :document ADD version :one',
      ConditionExpression: 'fence = :fence',
      ExpressionAttributeValues: { ':document': toldText(document), ':fence': fence, ':one': 1 },
    });
    return row !== null;
  }
}
