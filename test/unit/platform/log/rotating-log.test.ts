import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotatingLog } from '../../../../platform/log/rotating-log.ts';
import { canMount, mountSmallDisk } from '../../../support/small-disk.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'log-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function read(name: string): string {
  return readFileSync(join(directory, name), 'utf8');
}

describe('rotatingLog', () => {
  it('keeps the newest lines in a bounded number of files', () => {
    const write = rotatingLog({ path: join(directory, 'collector.log'), maxBytes: 10, keep: 2 });
    for (const line of ['one\n', 'two\n', 'three\n', 'four\n', 'five\n', 'six\n']) write(line);
    expect(readdirSync(directory).sort()).toEqual([
      'collector.log',
      'collector.log.1',
      'collector.log.2',
    ]);
    expect([read('collector.log.2'), read('collector.log.1'), read('collector.log')]).toEqual([
      'three\n',
      'four\nfive\n',
      'six\n',
    ]);
  });

  it('rotatingLog continues an existing file and never splits a line', () => {
    const path = join(directory, 'collector.log');
    rotatingLog({ path, maxBytes: 10 })('first\n');
    rotatingLog({ path, maxBytes: 10 })('a line longer than the limit\n');
    expect(read('collector.log')).toBe('a line longer than the limit\n');
    expect(read('collector.log.1')).toBe('first\n');
  });

  it('rotatingLog loses no line if the folder is removed', () => {
    const write = rotatingLog({ path: join(directory, 'logs', 'collector.log') });
    write('one\n');
    rmSync(join(directory, 'logs'), { recursive: true });
    write('two\n');
    write('three\n');
    expect(read('logs/collector.log')).toBe('two\nthree\n');
  });

  it('reports once that it cannot write, and recovers', () => {
    const path = join(directory, 'blocked');
    mkdirSync(path);
    const problems: string[] = [];
    const write = rotatingLog({ path, onProblem: (error) => problems.push(error.message) });
    write('lost\n');
    write('lost too\n');
    expect(problems).toHaveLength(1);
    rmSync(path, { recursive: true });
    write('kept\n');
    expect(read('blocked')).toBe('kept\n');
  });

  it('loses no line if the older file cannot be moved, and does not grow for ever', () => {
    const path = join(directory, 'app.log');
    // A folder that is not empty is not replaced by a file.
    mkdirSync(join(directory, 'app.log.1/x'), { recursive: true });
    mkdirSync(join(directory, 'app.log.2/x'), { recursive: true });
    const problems: string[] = [];
    const write = rotatingLog({
      path,
      maxBytes: 10,
      keep: 2,
      onProblem: ({ message }) => problems.push(message),
    });
    for (let i = 0; i < 20; i += 1) write(`line ${String(i)}\n`);
    expect(problems).toHaveLength(1);
    expect(read('app.log').startsWith('line 0\nline 1\nline 2\nline 3\n')).toBe(true);
    expect(statSync(path).size).toBeLessThan(50);
    rmSync(join(directory, 'app.log.1'), { recursive: true });
    rmSync(join(directory, 'app.log.2'), { recursive: true });
    write('again\n');
    expect(read('app.log')).toBe('again\n');
    expect(read('app.log.1')).toContain('line 3\n');
  });

  it('rotatingLog continues after an interrupted rotation', () => {
    const path = join(directory, 'app.log');
    // As left by a kill after the older files were moved: there is no .1.
    writeFileSync(path, 'new\n');
    writeFileSync(`${path}.2`, 'old\n');
    const write = rotatingLog({ path, maxBytes: 6, keep: 2 });
    write('next\n');
    expect([read('app.log'), read('app.log.1'), read('app.log.2')]).toEqual([
      'next\n',
      'new\n',
      'old\n',
    ]);
  });

  it('rotatingLog starts a new line after a truncated one', () => {
    const path = join(directory, 'app.log');
    writeFileSync(path, '{"time":"2026-11-24","mess');
    rotatingLog({ path })('whole\n');
    expect(read('app.log')).toBe('{"time":"2026-11-24","mess\nwhole\n');
  });

  it('loses no line of two programs that write the same file', () => {
    const path = join(directory, 'collector.log');
    const writers = [1, 2].map(() => rotatingLog({ path, maxBytes: 40, keep: 50 }));
    const lines = Array.from({ length: 60 }, (_, i) => `line ${String(i)}\n`);
    for (const [i, line] of lines.entries()) writers[i % 2]?.(line);
    const kept = readdirSync(directory).map(read).join('');
    for (const line of lines) expect(kept).toContain(line);
  });

  it.skipIf(process.platform === 'win32')('rotatingLog is readable by its owner only', () => {
    const path = join(directory, 'logs/app.log');
    const write = rotatingLog({ path, maxBytes: 5 });
    write('one\n');
    write('two\n');
    for (const file of [path, `${path}.1`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'logs')).mode & 0o777).toBe(0o700);
  });

  it.runIf(canMount)(
    'rotatingLog continues with whole lines once a full disk has space again',
    () => {
      const disk = mountSmallDisk(256);
      try {
        const path = join(disk.path, 'app.log');
        const problems: (string | undefined)[] = [];
        const write = rotatingLog({
          path,
          maxBytes: 100_000,
          onProblem: (error: NodeJS.ErrnoException) => problems.push(error.code),
        });
        const line = `${'x'.repeat(2999)}\n`;
        write(line);
        disk.fill();
        for (let i = 0; i < 10; i += 1) write(line);
        expect(problems).toEqual(['ENOSPC']);
        disk.free();
        write(line);
        write(line);
        const lines = readFileSync(path, 'utf8').split('\n');
        expect(lines.filter(({ length }) => length > 2999)).toHaveLength(0);
      } finally {
        disk.unmount();
      }
    },
  );
});
