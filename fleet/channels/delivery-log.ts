import { randomUUID } from 'node:crypto';
import { appFailure } from '../../contract/errors.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { FleetStore } from '../store/store.ts';
import { ownRow } from './own-rows.ts';
import { parseDeliveries, deliveriesText, type DeliveryDocument } from './delivery-document.ts';

/** Keeps the document of what was sent. */
export interface DeliveryLog {
  /** Takes it over from its last writer. Null: another leads with a higher number. Throws `AppFailure`. */
  claim: (fence: number) => Promise<DeliveryDocument | null>;
  /** Whether it was written: not, where another has taken it over. Throws `AppFailure`. */
  write: (document: DeliveryDocument, fence: number) => Promise<boolean>;
}

/** A document in which nothing was sent. */
function emptyDocument(): DeliveryDocument {
  return { fleet: randomUUID(), alerts: [], open: [] };
}

/** In the local store: no other program sends these alerts. */
export class LocalDeliveryLog implements DeliveryLog {
  readonly #store: FleetStore;
  readonly #scope: string;

  constructor(store: FleetStore, scope: string) {
    this.#store = store;
    this.#scope = scope;
  }

  claim(): Promise<DeliveryDocument> {
    const text = this.#store.read(() => this.#store.channelQueue.document(this.#scope));
    return Promise.resolve((text === null ? null : parseDeliveries(text)) ?? emptyDocument());
  }

  write(document: DeliveryDocument): Promise<boolean> {
    this.#store.write(() => {
      this.#store.channelQueue.putDocument(this.#scope, deliveriesText(document));
    });
    return Promise.resolve(true);
  }
}

/**
 * In a row of the registry that takes a write only from the highest fencing number that it has seen: a leader that slept
 * through the end of its lease cannot write here, so it does not send.
 */
export class SharedDeliveryLog implements DeliveryLog {
  readonly #reader: () => Promise<DynamoSource>;

  constructor(reader: () => Promise<DynamoSource>) {
    this.#reader = reader;
  }

  async claim(fence: number): Promise<DeliveryDocument | null> {
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
        ':empty': deliveriesText(emptyDocument()),
      },
    });
    if (row === null) return null;
    const document = parseDeliveries(String(row['document']));
    if (document !== null) return document;
    throw appFailure(
      'newer-data',
      'What was sent so far (row "#py-perf-desktop/told" of the registry) cannot be read here.',
      'Update this program, or delete that row: alerts that are on are then sent once more.',
    );
  }

  async write(document: DeliveryDocument, fence: number): Promise<boolean> {
    const reader = await this.#reader();
    const row = await reader.updateIf('registry', {
      ...ownRow('told'),
      UpdateExpression: 'SET document = :document ADD version :one',
      ConditionExpression: 'fence = :fence',
      ExpressionAttributeValues: {
        ':document': deliveriesText(document),
        ':fence': fence,
        ':one': 1,
      },
    });
    return row !== null;
  }
}
