import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findDaemon } from '../../../../collector/daemon/find-daemon.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-daemon-'));
  said = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function find(...names: string[]): ReturnType<typeof findDaemon> {
  return findDaemon(
    (sentence) => {
      said.push(sentence);
    },
    names.map((name) => join(folder, name)),
  );
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

it('takes the first existing file, and reports what has no effect', async () => {
  write('second', 'daemon: { dynamodb_region: eu-west-1, colour: red }\n');
  write('third', 'daemon: { dynamodb_region: eu-west-2 }\n');
  const found = await find('first', 'second', 'third');
  expect(found?.path).toBe(join(folder, 'second'));
  expect(found?.config.region).toBe('eu-west-1');
  expect(said[0]).toContain('Using ');
  expect(said[1]).toContain('colour');
});

it('skips and reports an unreadable or damaged file', async () => {
  // A folder is what root cannot read either.
  mkdirSync(join(folder, 'unreadable'));
  write('damaged', 'daemon: [');
  write('good', 'daemon: { dynamodb_region: eu-west-3 }\n');
  expect((await find('unreadable', 'damaged', 'good'))?.config.region).toBe('eu-west-3');
  expect(said[0]).toMatch(/unreadable cannot be read\. It is ignored\./u);
  expect(said[1]).toMatch(/damaged is not YAML/u);
});

it('is null without a file', async () => {
  expect(await find('none')).toBeNull();
  expect(said).toEqual([]);
});
