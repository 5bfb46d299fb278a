import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { alertNoticeSchema, type AlertNotice, type QueuedNotice } from '../../contract/alerts.ts';
import { DAY_S } from '../../contract/time.ts';
import type { Logger } from '../../platform/log/log.ts';

/** Seconds after which what nobody was shown is not shown any more: the event list has it. */
const SHOWN_WITHIN_S = DAY_S;

/**
 * What the user is to be told and has not been shown yet. A notice is written in the transaction that takes what it tells of as
 * told, and stays until it is acknowledged, so that no end of this process loses it.
 */
export class NoticeQueue {
  readonly #logger: Logger;
  readonly #put: StatementSync;
  readonly #all: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeOld: StatementSync;
  /** Those that this process has handed over: once is enough while it lives. */
  readonly #handedOver = new Set<string>();

  constructor(db: DatabaseSync, logger: Logger) {
    this.#logger = logger;
    this.#put = db.prepare('INSERT INTO alert_notice (id, at, notice) VALUES (?, ?, ?)');
    this.#all = db.prepare('SELECT id, at, notice FROM alert_notice ORDER BY at, rowid');
    this.#remove = db.prepare('DELETE FROM alert_notice WHERE id = ?');
    this.#removeOld = db.prepare('DELETE FROM alert_notice WHERE at < ?');
  }

  /** Within `write`. `now` in Unix seconds. */
  add(notices: readonly AlertNotice[], now: number): void {
    for (const notice of notices) this.#put.run(randomUUID(), now, JSON.stringify(notice));
  }

  /** What is to be handed over now, oldest first. Forgets what is too old to be shown. Within `write`. */
  due(now: number): QueuedNotice[] {
    this.#removeOld.run(now - SHOWN_WITHIN_S);
    return this.#waiting();
  }

  /** Takes out what a former process could not show, for a summary that tells of it. Within `write`. */
  takeForSummary(): QueuedNotice[] {
    // A summary speaks of the past as it is, and its hosts have no names.
    const taken = this.#waiting().filter(({ notice }) => notice.kind !== 'summary');
    this.remove(taken.map(({ id }) => id));
    return taken;
  }

  /** Takes note that these are with the shell. */
  handedOver(notices: readonly QueuedNotice[]): void {
    for (const { id } of notices) this.#handedOver.add(id);
  }

  /** Within `write`. Ids that are not known, or not any more, are no error. */
  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.#remove.run(id);
      this.#handedOver.delete(id);
    }
  }

  #waiting(): QueuedNotice[] {
    return this.#all.all().flatMap((row): QueuedNotice[] => {
      const id = String(row['id']);
      if (this.#handedOver.has(id)) return [];
      const parsed = alertNoticeSchema.safeParse(JSON.parse(String(row['notice'])));
      if (parsed.success) return [{ id, at: Number(row['at']), notice: parsed.data }];
      this.#logger.warn('a notice in the store cannot be read and is dropped', { id });
      this.#remove.run(id);
      return [];
    });
  }
}
