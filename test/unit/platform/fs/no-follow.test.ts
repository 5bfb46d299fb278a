import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProcessLock } from '../../../../platform/locks/process-lock.ts';
import { rotatingLog } from '../../../../platform/log/rotating-log.ts';
import { writeNoFollow } from '../../../../platform/fs/no-follow.ts';
import { readText } from '../../../../platform/fs/read-text.ts';
import { loadSettings } from '../../../../platform/fs/settings-file.ts';

let directory: string;
let victim: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'no-follow-'));
  victim = join(directory, 'victim');
  writeFileSync(victim, 'mine');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

it('a file is replaced or extended, for its owner only', () => {
  const path = join(directory, 'file');
  writeNoFollow(path, 'long text', 'replace');
  writeNoFollow(path, 'text', 'replace');
  writeNoFollow(path, ' more', 'append');
  expect(readFileSync(path, 'utf8')).toBe('text more');
  expect(statSync(path).mode & 0o077).toBe(0);
});

describe.skipIf(process.platform === 'win32')('a pipe in the place of a file', () => {
  it('blocks neither writers nor readers', () => {
    const path = join(directory, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(() => {
      writeNoFollow(path, 'text', 'append');
    }).toThrow(/ENXIO|no file/u);
    expect(() => readText(path)).toThrow(/no file/u);
    renameSync(path, join(directory, 'settings.json'));
    expect(() => loadSettings(directory)).toThrow(/it is no file/u);
  });

  it('a file that is far too large is not read', () => {
    expect(readText(victim, 4)).toBe('mine');
    expect(() => readText(victim, 3)).toThrow(/longer/u);
  });
});

describe.skipIf(process.platform === 'win32')('a symbolic link is not followed', () => {
  it('a symbolic link is not followed by the lock’s note', () => {
    const path = join(directory, 'collector.lock');
    symlinkSync(victim, `${path}.json`);
    expect(() => ProcessLock.acquire(path, { pid: 7, since: 1, program: 'x' })).toThrow(
      /cannot be written/u,
    );
    rmSync(`${path}.json`);
    expect(ProcessLock.acquire(path, { pid: 7, since: 1, program: 'x' })).toHaveProperty('lock');
    expect(readFileSync(victim, 'utf8')).toBe('mine');
  });

  it('a symbolic link is not followed by a log', () => {
    const path = join(directory, 'app.log');
    symlinkSync(victim, path);
    const problems: string[] = [];
    const write = rotatingLog({ path, onProblem: ({ message }) => problems.push(message) });
    write('line\n');
    expect(readFileSync(victim, 'utf8')).toBe('mine');
    expect(problems).toHaveLength(1);
  });
});
