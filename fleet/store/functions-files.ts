import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A file of the local mode as it was when it was read. */
export interface FunctionFile {
  name: string;
  size: number;
  /** Milliseconds since 1970, with a fraction. */
  modified: number;
  /** Why it could not be read, or null. */
  problem: string | null;
}

/** Which files of which folders have been read, and which items of which tables. Methods that write: within `write`. */
export class FunctionFiles {
  readonly #folder: StatementSync;
  readonly #addFolder: StatementSync;
  readonly #folders: StatementSync;
  readonly #files: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #problems: StatementSync;
  readonly #count: StatementSync;
  readonly #item: StatementSync;
  readonly #addItem: StatementSync;

  constructor(db: DatabaseSync) {
    this.#folder = db.prepare('SELECT id FROM function_folder WHERE path = ?');
    this.#addFolder = db.prepare('INSERT INTO function_folder (path) VALUES (?)');
    this.#folders = db.prepare('SELECT path FROM function_folder ORDER BY id DESC');
    this.#files = db.prepare(
      'SELECT name, size, modified, problem FROM function_file WHERE folder = ?',
    );
    this.#put = db.prepare(
      `INSERT OR REPLACE INTO function_file (folder, name, size, modified, problem)
       VALUES (?, ?, ?, ?, ?)`,
    );
    this.#remove = db.prepare('DELETE FROM function_file WHERE folder = ? AND name = ?');
    this.#problems = db.prepare(
      `SELECT name, problem FROM function_file JOIN function_folder ON folder = id
       WHERE path = ? AND problem IS NOT NULL ORDER BY name LIMIT ?`,
    );
    this.#count = db.prepare(
      'SELECT count(*) AS n FROM function_file WHERE folder = ? AND problem IS NOT NULL',
    );
    this.#item = db.prepare('SELECT 1 FROM function_item WHERE source = ? AND id = ?');
    this.#addItem = db.prepare('INSERT OR IGNORE INTO function_item (source, id) VALUES (?, ?)');
  }

  /** Paths of all folders that were ever read. */
  folders(): string[] {
    return this.#folders.all().map((row) => String(row['path']));
  }

  /** The number of a folder, made where it is new. */
  folder(path: string): number {
    const row = this.#folder.get(path);
    return Number(row?.['id'] ?? this.#addFolder.run(path).lastInsertRowid);
  }

  files(folder: number): Map<string, FunctionFile> {
    const files = new Map<string, FunctionFile>();
    for (const row of this.#files.iterate(folder)) {
      const name = String(row['name']);
      const problem = row['problem'];
      files.set(name, {
        name,
        size: Number(row['size']),
        modified: Number(row['modified']),
        problem: typeof problem === 'string' ? problem : null,
      });
    }
    return files;
  }

  put(folder: number, { name, size, modified, problem }: FunctionFile): void {
    this.#put.run(folder, name, size, modified, problem);
  }

  /** A file that is not there any more may come again; what was read of it stays. */
  remove(folder: number, name: string): void {
    this.#remove.run(folder, name);
  }

  /** Files of a folder that could not be read, the first `most`. */
  problems(path: string, most: number): { name: string; problem: string }[] {
    return this.#problems
      .all(path, most)
      .map((row) => ({ name: String(row['name']), problem: String(row['problem']) }));
  }

  countProblems(folder: number): number {
    return Number(this.#count.get(folder)?.['n'] ?? 0);
  }

  /** Whether an item of a source's table has been read. */
  hasItem(source: string, id: number): boolean {
    return this.#item.get(source, id) !== undefined;
  }

  addItem(source: string, id: number): void {
    this.#addItem.run(source, id);
  }
}
