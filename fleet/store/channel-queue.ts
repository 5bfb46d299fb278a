import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A message that a channel has not taken yet. Times are Unix seconds. */
export interface StoredDelivery {
  /** Whose alerts it carries: see `ChannelDispatcher`. */
  scope: string;
  message: string;
  channel: string;
  /** When it is tried next. */
  dueAt: number;
  /** Attempts that failed. */
  attempts: number;
  /** When it was tried first; null: not yet. */
  triedAt: number | null;
}

/** What dispatchers keep over restarts. Call its writing methods within `write`. */
export class ChannelQueue {
  readonly #document: StatementSync;
  readonly #putDocument: StatementSync;
  readonly #add: StatementSync;
  readonly #update: StatementSync;
  readonly #of: StatementSync;
  readonly #remove: StatementSync;
  readonly #clear: StatementSync;
  readonly #waiting: StatementSync;

  constructor(db: DatabaseSync) {
    this.#document = db.prepare('SELECT document FROM channel_told WHERE scope = ?');
    this.#putDocument = db.prepare(
      'INSERT OR REPLACE INTO channel_told (scope, document) VALUES (?, ?)',
    );
    this.#add = db.prepare(
      'INSERT OR IGNORE INTO channel_delivery (scope, message, channel, due_at) VALUES (?, ?, ?, ?)',
    );
    this.#update = db.prepare(`
      UPDATE channel_delivery SET due_at = ?, attempts = ?, tried_at = ?
      WHERE scope = ? AND message = ? AND channel = ?`);
    this.#of = db.prepare('SELECT * FROM channel_delivery WHERE scope = ? ORDER BY rowid');
    this.#remove = db.prepare(
      'DELETE FROM channel_delivery WHERE scope = ? AND message = ? AND channel = ?',
    );
    this.#clear = db.prepare('DELETE FROM channel_delivery WHERE scope = ?');
    this.#waiting = db.prepare(
      'SELECT channel, COUNT(*) AS waiting FROM channel_delivery GROUP BY channel',
    );
  }

  /** The document (JSON) of what was sent in a scope; null: nothing yet. */
  document(scope: string): string | null {
    const row = this.#document.get(scope);
    return row === undefined ? null : String(row['document']);
  }

  putDocument(scope: string, document: string): void {
    this.#putDocument.run(scope, document);
  }

  /** One that is there already stays as it is. */
  add({ scope, message, channel, dueAt }: StoredDelivery): void {
    this.#add.run(scope, message, channel, dueAt);
  }

  update({ scope, message, channel, dueAt, attempts, triedAt }: StoredDelivery): void {
    this.#update.run(dueAt, attempts, triedAt, scope, message, channel);
  }

  /** In the order in which they were made. */
  of(scope: string): StoredDelivery[] {
    return this.#of.all(scope).map((row) => ({
      scope,
      message: String(row['message']),
      channel: String(row['channel']),
      dueAt: Number(row['due_at']),
      attempts: Number(row['attempts']),
      triedAt: typeof row['tried_at'] === 'number' ? row['tried_at'] : null,
    }));
  }

  remove({ scope, message, channel }: StoredDelivery): void {
    this.#remove.run(scope, message, channel);
  }

  /** Forgets what waits in a scope: another program sends its alerts now. */
  clear(scope: string): void {
    this.#clear.run(scope);
  }

  /** How many messages wait, by channel. */
  waiting(): Map<string, number> {
    return new Map(
      this.#waiting.all().map((row) => [String(row['channel']), Number(row['waiting'])]),
    );
  }
}
