import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProcessLock } from '../../../../platform/locks/process-lock.ts';

const HOLDER = { pid: 7, since: 1_795_469_640, program: 'py-perf-desktop/1' };

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'process-lock-'));
  path = join(directory, 'collector.lock');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function taken(): ProcessLock {
  const result = ProcessLock.acquire(path, HOLDER);
  if (!('lock' in result)) throw new Error('not free');
  return result.lock;
}

describe('the lock of a data directory', () => {
  it('reports its holder to a second one, and is free afterwards', () => {
    const lock = taken();
    expect(ProcessLock.acquire(path, HOLDER)).toEqual({ holder: HOLDER });
    lock.release();
    taken().release();
  });

  it.each([
    '',
    '{}',
    '{"pid":1,"since":1e300,"program":"x"}',
    '{"pid":1.5,"since":1,"program":""}',
  ])('also refuses if the note about its holder is invalid: %s', (note) => {
    const lock = taken();
    writeFileSync(`${path}.json`, note);
    expect(ProcessLock.acquire(path, HOLDER)).toEqual({ holder: null });
    lock.release();
  });

  it.skipIf(process.platform === 'win32')(
    'the lock of a data directory is readable by its owner only',
    () => {
      const lock = taken();
      for (const file of [path, `${path}.json`]) expect(statSync(file).mode & 0o777).toBe(0o600);
      lock.release();
    },
  );
});
