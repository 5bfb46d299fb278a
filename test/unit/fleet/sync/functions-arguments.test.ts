import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { argumentsOf } from '../../../../fleet/remote/functions-arguments.ts';
import { fetchArguments } from '../../../../fleet/sync/functions-arguments.ts';
import { FunctionFolders } from '../../../../fleet/sync/functions-folders.ts';
import { libraryFile } from '../../../support/made-up/python-runs.ts';
import { silentLogger, TestClock } from '../../../support/test-engine.ts';

const NOW = 1_795_500_000;
const SECRET = 'hunter2 <b>"\u001b[2J';
const clock = new TestClock(NOW);

let folder: string;
let store: FleetStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'py-perf-arguments-'));
  store = openBlankStore(join(folder, 'store.db'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Two runs of one second, of two sessions: their ids collide. */
async function readRuns(): Promise<string[]> {
  const names = ['a', 'b'].map((letter, index) => {
    const singles = [{ wall: 1 + index, at: NOW - 5 }];
    const timings = [{ name: 'load', calls: 1, wall: 1 + index, min: 1, max: 1, cpu: 1, singles }];
    const session = `${letter.repeat(8)}-0000-4000-8000-000000000000`;
    const run = { id: 0, session, at: NOW - 10 + index / 4, hostname: 'host', timings };
    const { name, text } = libraryFile(run, { secret: `${SECRET}${letter}` });
    writeFileSync(join(folder, name), text);
    return name;
  });
  const onStored = (): void => undefined;
  const options = { store, clock, logger: silentLogger, folders: () => [folder], onStored };
  await new FunctionFolders(options).read(folder);
  return names;
}

const keys = (): number[] =>
  store.functionReader.page(0, NOW, [], { offset: 0, limit: 9 }).map(({ key }) => key);
const fetch = (key: number, name = 'load') => {
  const sources = { get: () => expect.unreachable('no table is asked for a file') };
  return fetchArguments({ store, clock, sources }, { key, name }, new AbortController().signal);
};

describe('arguments of a run of a folder', () => {
  it('are not in the store, and come from the run’s own file', async () => {
    await readRuns();
    const [newer = -1, older = -1] = keys();
    expect((await fetch(newer)).calls).toEqual([
      {
        wall: 2,
        args: JSON.stringify([`${SECRET}b`]),
        kwargs: JSON.stringify({ token: `${SECRET}b` }),
      },
    ]);
    expect((await fetch(older)).calls[0]?.args).toBe(JSON.stringify([`${SECRET}a`]));
    expect((await fetch(older, '__proto__')).calls).toEqual([]);
    const db = new DatabaseSync(join(folder, 'store.db'));
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    for (const { name } of tables)
      for (const row of db.prepare(`SELECT * FROM "${String(name)}"`).all())
        for (const value of Object.values(row)) {
          const bytes =
            value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
          expect(bytes.includes('hunter2')).toBe(false);
        }
    db.close();
  });

  it('are found after the file was renamed, and gone with it', async () => {
    const [first = ''] = await readRuns();
    const older = keys()[1] ?? -1;
    writeFileSync(join(folder, 'perf_data_torn.json'), '{"id": 1');
    renameSync(join(folder, first), join(folder, 'perf_data_other.json'));
    expect((await fetch(older)).calls).toHaveLength(1);
    rmSync(join(folder, 'perf_data_other.json'));
    await expect(fetch(older)).rejects.toThrow('in no folder any more');
    await expect(fetch(12)).rejects.toThrow('not known any more');
  });
});

describe('what a foreign writer may give as arguments', () => {
  const data = (calls: unknown) => ({ data: JSON.stringify({ detailed_results: { f: calls } }) });

  it('is cut if it is long, and ignored if it is invalid', () => {
    const [long, odd] = argumentsOf(
      data([{ args: ['x'.repeat(5000)], kwargs: null, wall_time: 1 }, { wall_time: 'soon' }, 7]),
      'f',
    );
    expect(long?.args).toHaveLength(2001);
    expect(odd).toEqual({ wall: null, args: '', kwargs: '' });
    expect(argumentsOf(data(Array.from({ length: 900 }, () => ({ args: [] }))), 'f')).toHaveLength(
      200,
    );
  });

  it.each([null, 7, 'text', { data: '{"a"' }, { data: [] }, data({}), data(null)])(
    'never throws: %j',
    (record) => {
      expect(argumentsOf(record, 'f')).toEqual([]);
    },
  );
});
