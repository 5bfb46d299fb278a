import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canMount, mountSmallDisk, type SmallDisk } from '../../../support/small-disk.ts';

const KIB = 1024;
const ROW_BYTES = 256 * KIB;
/** A file of 40 MiB, of which 24 are empty once packing has deleted the rest. */
const ROWS = 160;
const ROWS_LEFT = 64;
const FILE_KIB = (ROWS * ROW_BYTES) / KIB;

/** Compacts the file that it is given; SQLite looks for the folder of its temporary files once a process. */
const COMPACT = `
  import { DatabaseSync } from 'node:sqlite';
  import { compact } from ${JSON.stringify(new URL('../../../../fleet/store/compact.ts', import.meta.url))};
  const db = new DatabaseSync(process.argv[1]);
  console.log(compact(db));`;

let disks: SmallDisk[] = [];

beforeEach((context) => {
  if (!canMount) context.skip();
});
afterEach(() => {
  for (const disk of disks) disk.unmount();
  disks = [];
});

function mount(kib: number): SmallDisk {
  const disk = mountSmallDisk(kib);
  disks.push(disk);
  return disk;
}

/** A store of which more than half is empty. */
function halfEmpty(folder: string): string {
  const path = join(folder, 'fleet.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE row (id INTEGER PRIMARY KEY, packed BLOB)');
  const insert = db.prepare('INSERT INTO row VALUES (?, ?)');
  for (let id = 1; id <= ROWS; id += 1) insert.run(id, new Uint8Array(ROW_BYTES).fill(id));
  db.exec(`DELETE FROM row WHERE id > ${String(ROWS_LEFT)}`);
  db.close();
  return path;
}

/** Compacts a store with its temporary files in `temporary`. */
function compacted(path: string, temporary: string): { freed: number; error: string } {
  const args = ['--input-type=module', '-e', COMPACT, path];
  const env = { ...process.env, SQLITE_TMPDIR: temporary };
  const { stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  return { freed: Number(stdout), error: stderr };
}

function expectRowsLeft(path: string): void {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT count(*) AS n, sum(length(packed)) AS bytes FROM row').get();
  expect(rows).toEqual({ n: ROWS_LEFT, bytes: ROWS_LEFT * ROW_BYTES });
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  db.close();
}

describe('a store of which more than half is empty', () => {
  it('is rewritten within twice its size, temporary files included', () => {
    const { path: folder } = mount(2 * FILE_KIB);
    const path = halfEmpty(folder);
    const { freed } = compacted(path, folder);
    expect(freed).toBeGreaterThan(23 * KIB * KIB);
    expect(statSync(path).size).toBeLessThan(17 * KIB * KIB);
    expectRowsLeft(path);
  });

  it('is unchanged if the disk has no room for that', () => {
    const { path: folder } = mount(1.6 * FILE_KIB);
    const path = halfEmpty(folder);
    const { size } = statSync(path);
    expect(compacted(path, folder)).toEqual({ freed: 0, error: '' });
    expect(statSync(path).size).toBe(size);
    expectRowsLeft(path);
  });

  it('is unchanged if temporary files have no room', () => {
    const path = halfEmpty(mount(2 * FILE_KIB).path);
    const { size } = statSync(path);
    expect(compacted(path, mount(KIB).path).error).toContain('database or disk is full');
    expect(statSync(path).size).toBe(size);
    expectRowsLeft(path);
  });
});
