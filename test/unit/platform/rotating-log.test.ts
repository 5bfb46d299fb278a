import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotatingLog } from '../../../platform/rotating-log.ts';

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

  it('goes on in an existing file and never splits a line', () => {
    const path = join(directory, 'collector.log');
    rotatingLog({ path, maxBytes: 10 })('first\n');
    rotatingLog({ path, maxBytes: 10 })('a line longer than the limit\n');
    expect(read('collector.log')).toBe('a line longer than the limit\n');
    expect(read('collector.log.1')).toBe('first\n');
  });

  it('says once that it cannot write, and recovers', () => {
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
});
