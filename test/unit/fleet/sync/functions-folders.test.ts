import { mkdtempSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FunctionRun } from '../../../../contract/functions.ts';
import { DAY_S } from '../../../../contract/time.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { FunctionFolders } from '../../../../fleet/sync/functions-folders.ts';
import { libraryFile } from '../../../support/made-up/python-runs.ts';
import { silentLogger, TestClock } from '../../../support/test-engine.ts';

const NOW = 1_795_500_000;

let folder: string;
let store: FleetStore;
let folders: FunctionFolders;
let clock: TestClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'py-perf-runs-'));
  store = openBlankStore();
  clock = new TestClock(NOW);
  folders = opened();
});
afterEach(() => {
  folders.stop();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function opened(): FunctionFolders {
  return new FunctionFolders({
    store,
    clock,
    logger: silentLogger,
    folders: () => [folder],
    onStored: () => undefined,
  });
}

function run(n: number): FunctionRun {
  const session = `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
  const timings = [{ name: 'load', calls: 1, wall: n + 1, min: 1, max: 1, cpu: 1 }];
  return { id: 0, session, at: NOW - 10_000 + n, hostname: 'a', timings };
}
const write = (n: number, cut = Infinity): void => {
  const { name, text } = libraryFile(run(n));
  writeFileSync(join(folder, name), text.slice(0, cut));
};
const stored = (): number => store.functionReader.count(0, NOW * 2, []);

describe('a folder of the local mode', () => {
  it('is read, and later only its new files', async () => {
    for (let n = 0; n < 250; n += 1) write(n);
    expect(await folders.read(folder)).toMatchObject({ files: 250, unreadable: 0 });
    expect(stored()).toBe(250);
    write(250);
    expect(await folders.read(folder)).toMatchObject({ files: 251 });
    expect(stored()).toBe(251);
  });

  it('is not stored again after a restart', async () => {
    write(1);
    await folders.read(folder);
    folders = opened();
    write(2);
    await folders.read(folder);
    expect(stored()).toBe(2);
  });

  it('may contain incomplete, foreign or other entries: they are counted, and read once complete', async () => {
    write(0);
    write(1, 200);
    writeFileSync(join(folder, 'perf_data_1_foreign1.json'), '{"hello": "world"}');
    writeFileSync(join(folder, 'perf_data_2_binary00.json'), Buffer.from([0, 255, 7]));
    writeFileSync(join(folder, 'notes.txt'), 'nothing of ours');
    mkdirSync(join(folder, 'perf_data_3_folder00.json'));
    const torn = 'the file: not JSON, or not all of it';
    expect(await folders.read(folder)).toMatchObject({
      files: 5,
      unreadable: 3,
      problems: [
        { name: expect.stringContaining('perf_data_1795') as string, problem: torn },
        { name: 'perf_data_1_foreign1.json', problem: 'id: not an integer' },
        { name: 'perf_data_2_binary00.json', problem: torn },
      ],
    });
    expect(stored()).toBe(1);
    write(1);
    expect(await folders.read(folder)).toMatchObject({ unreadable: 2 });
    expect(stored()).toBe(2);
  });

  it('names twenty of many that cannot be read', async () => {
    for (let n = 0; n < 30; n += 1) write(n, 100);
    const { unreadable, problems } = await folders.read(folder);
    expect([unreadable, problems.length]).toEqual([30, 20]);
  });

  it('may contain runs of a clock that is days ahead, which are read once their time has come', async () => {
    const ahead = (days: number): void => {
      const { name, text } = libraryFile({ ...run(days), at: NOW + days * DAY_S });
      writeFileSync(join(folder, name), text);
    };
    ahead(0.9);
    ahead(2);
    expect(await folders.read(folder)).toMatchObject({
      problems: [{ problem: 'timestamp: more than a day ahead' }],
    });
    expect(stored()).toBe(1);
    clock.advance(2 * DAY_S);
    expect(await folders.read(folder)).toMatchObject({ unreadable: 0 });
    expect(stored()).toBe(2);
  });

  it('may contain several runs of the same second', async () => {
    const same = [1, 2, 3].map((n) => ({ ...run(n), at: NOW - 50, id: 0 }));
    for (const of of same) writeFileSync(join(folder, libraryFile(of).name), libraryFile(of).text);
    await folders.read(folder);
    expect(stored()).toBe(3);
  });

  it('that is missing fails with a hint, and is read when it appears', async () => {
    const away = `${folder}-away`;
    renameSync(folder, away);
    await expect(folders.read(folder)).rejects.toThrow('cannot be read');
    renameSync(away, folder);
    write(0);
    expect(await folders.read(folder)).toMatchObject({ files: 1 });
  });

  it('with unreadable entries is still read: a link to itself is counted', async () => {
    write(0);
    const name = 'perf_data_4_loop0000.json';
    symlinkSync(name, join(folder, name));
    symlinkSync('nowhere', join(folder, 'perf_data_5_nowhere0.json'));
    expect(await folders.read(folder)).toMatchObject({ files: 3, unreadable: 1 });
    expect(store.functionFiles.problems(folder, 10)).toEqual([
      { name, problem: 'the file: ELOOP' },
    ]);
    expect(stored()).toBe(1);
  });

  it('that returns is read again: it may be another one', async () => {
    const { name } = libraryFile(run(0));
    write(0);
    folders.start();
    await vi.waitFor(() => {
      expect(folders.states()).toMatchObject([{ files: 1, error: null }]);
    }, 5000);
    const away = `${folder}-away`;
    renameSync(folder, away);
    folders.renew();
    await vi.waitFor(() => {
      expect(folders.states()).toMatchObject([{ error: { code: 'not-found' } }]);
    }, 5000);
    mkdirSync(folder);
    writeFileSync(join(folder, name), libraryFile(run(1)).text);
    await folders.read(folder);
    rmSync(away, { recursive: true });
    expect(stored()).toBe(2);
  });

  it('is watched: new files are read automatically', async () => {
    write(0);
    folders.start();
    await vi.waitFor(() => {
      expect(stored()).toBe(1);
    }, 5000);
    write(1);
    folders.renew();
    await vi.waitFor(() => {
      expect(stored()).toBe(2);
    }, 5000);
    expect(folders.states()).toMatchObject([{ path: folder, files: 2, error: null }]);
  });

  it('that changes while it is read loses nothing', async () => {
    for (let n = 0; n < 300; n += 1) write(n);
    const reading = folders.read(folder);
    for (let n = 300; n < 400; n += 1) {
      write(n, 150);
      await Promise.resolve();
    }
    for (let n = 300; n < 400; n += 1) write(n);
    await reading;
    await folders.read(folder);
    expect(stored()).toBe(400);
    expect(folders.states()).toMatchObject([{ files: 400, unreadable: 0 }]);
  });
});
