import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canMount, mountBtrfs } from '../../../support/small-disk.ts';

const DATABASE = JSON.stringify(
  new URL('../../../../platform/sqlite/database.ts', import.meta.url),
);

/** Writes until the disk is full, then continues to read and write; the process exits itself, or is killed. */
const FILL = `
  import { writeFileSync } from 'node:fs';
  import { openDatabase, transaction } from ${DATABASE};
  const [path] = process.argv.slice(1);
  const sql = 'CREATE TABLE row (packed BLOB)';
  const db = openDatabase(path, { durability: 'normal', migrations: [{ id: 'test/0001', sql }] });
  const count = () => db.prepare('SELECT count(*) AS n FROM row').get().n;
  const insert = () => transaction(db, () => db.exec('INSERT INTO row VALUES (zeroblob(50000))'));
  insert();
  try {
    writeFileSync(path + '.filler', Buffer.alloc(512 * 1024 * 1024));
  } catch {}
  for (let i = 0; i < 200; i += 1)
    try {
      insert();
      count();
    } catch (error) {
      if (error.errcode !== 13) throw error;
    }
  console.log(count() > 0);`;

it.skipIf(!canMount)('a full disk of btrfs ends no process that has a database open', (context) => {
  const disk = mountBtrfs();
  if (disk === null) return context.skip();
  try {
    const args = ['--input-type=module', '-e', FILL, join(disk.path, 'fleet.db')];
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
    });
    expect({ status, signal, stdout, stderr }).toEqual({
      status: 0,
      signal: null,
      stdout: 'true\n',
      stderr: '',
    });
  } finally {
    disk.unmount();
  }
});
