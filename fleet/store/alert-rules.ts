import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The rules by which the samples of each host were judged last, as JSON. */
export class AlertRules {
  readonly #put: StatementSync;
  readonly #all: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare('INSERT OR REPLACE INTO alert_rule (host, rules) VALUES (?, ?)');
    this.#all = db.prepare('SELECT host, rules FROM alert_rule');
  }

  /** All hosts that have some, by their id in the store. */
  all(): { host: number; rules: string }[] {
    return this.#all
      .all()
      .map((row) => ({ host: Number(row['host']), rules: String(row['rules']) }));
  }

  /** Within `write`. */
  put(host: number, rules: string): void {
    this.#put.run(host, rules);
  }
}
