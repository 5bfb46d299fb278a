import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** The interface of a statement. */
type Asked = Pick<StatementSync, 'get' | 'all' | 'run' | 'iterate' | 'setReturnArrays'>;

/**
 * The same database, whose statements are prepared when they are first used: each takes some 4 KB, and of the hundreds
 * of a large store most processes use a few. What is wrong with a statement shows at its first use.
 */
export function withLazyStatements(db: DatabaseSync): DatabaseSync {
  return new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => new LazyStatement(target, sql);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

class LazyStatement implements Asked {
  readonly #db: DatabaseSync;
  readonly #sql: string;
  #statement: StatementSync | null = null;
  #returnsArrays = false;

  constructor(db: DatabaseSync, sql: string) {
    this.#db = db;
    this.#sql = sql;
  }

  #prepared(): StatementSync {
    if (this.#statement === null) {
      this.#statement = this.#db.prepare(this.#sql);
      this.#statement.setReturnArrays(this.#returnsArrays);
    }
    return this.#statement;
  }

  get(...parameters: unknown[]): ReturnType<StatementSync['get']> {
    return this.#prepared().get(...(parameters as SQLInputValue[]));
  }

  all(...parameters: unknown[]): ReturnType<StatementSync['all']> {
    return this.#prepared().all(...(parameters as SQLInputValue[]));
  }

  run(...parameters: unknown[]): ReturnType<StatementSync['run']> {
    return this.#prepared().run(...(parameters as SQLInputValue[]));
  }

  iterate(...parameters: unknown[]): ReturnType<StatementSync['iterate']> {
    return this.#prepared().iterate(...(parameters as SQLInputValue[]));
  }

  setReturnArrays(enabled: boolean): void {
    this.#returnsArrays = enabled;
    this.#statement?.setReturnArrays(enabled);
  }
}
