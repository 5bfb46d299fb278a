import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FLEET_MIGRATIONS } from '../../fleet/store/migrations.ts';
import { openDatabase } from '../../platform/sqlite/database.ts';
import { expect, test } from './fixture.ts';
import { e2eHost } from '../support/electron-binary.ts';

test('the app says in the user’s language that a newer version has written its data, and leaves it alone', async ({
  folder,
  run,
}) => {
  test.skip(e2eHost() === 'electron', 'an error box waits for someone to close it');
  const dataDir = join(folder, 'app');
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'settings.json'), '{ "display": { "locale": "de" } }');
  openDatabase(join(dataDir, 'fleet.db'), {
    durability: 'normal',
    migrations: [...FLEET_MIGRATIONS, { id: 'fleet/9999', sql: 'CREATE TABLE later (x)' }],
  }).close();
  const before = contents(dataDir);

  const { code, stderr } = await run({ args: [] }).ended;

  expect(code).toBe(1);
  expect(stderr).toContain('Diese Version kann das Datenverzeichnis nicht lesen.');
  expect(stderr).toContain('Installieren Sie die neueste.');
  expect(stderr).toContain('fleet.db was written by a newer version (fleet/9999).');
  expect(contents(dataDir)).toEqual(before);
  const db = new DatabaseSync(join(dataDir, 'fleet.db'), { readOnly: true });
  expect(db.prepare('SELECT count(*) AS n FROM migration').get()).toEqual({
    n: FLEET_MIGRATIONS.length + 1,
  });
  db.close();
});

/** The files that are stored, by name. */
function contents(dataDir: string): Map<string, string> {
  const names = readdirSync(dataDir).filter((name) => /\.(?:db|json|db-wal|db-shm)$/u.test(name));
  return new Map(names.sort().map((name) => [name, readFileSync(join(dataDir, name), 'latin1')]));
}
