import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutbox } from '../../../../collector/outbox/open-outbox.ts';
import { openStore } from '../../../../fleet/store/open-store.ts';
import { listQuarantined } from '../../../../platform/fs/quarantine.ts';
import { FileUse } from '../../../../platform/sqlite/file-use.ts';
import { TestClock, silentLogger } from '../../../support/test-engine.ts';

const clock = new TestClock(1_795_500_000);

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'file-use-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

it('a file with two users has no sole user until one ends', () => {
  const path = join(directory, 'a.db');
  const first = new FileUse(path);
  const second = new FileUse(path);
  expect([first.alone(() => 1), second.alone(() => 1)]).toEqual([null, null]);
  first.end();
  expect(second.alone(() => 2)).toBe(2);
  const third = new FileUse(path);
  expect(second.alone(() => 3)).toBeNull();
  second.end();
  third.end();
});

describe.each([
  ['fleet.db', (path: string) => openStore(path, clock, silentLogger).store],
  ['outbox.db', (path: string) => openOutbox(path, clock, silentLogger).outbox],
])('a damaged %s', (name, open) => {
  it('that another process uses stays in place, and is set aside once that one has ended', () => {
    const path = join(directory, name);
    open(path).close();
    const other = new FileUse(path);
    writeFileSync(path, 'no database at all, and longer than a header'.repeat(100));
    const damaged = readFileSync(path);
    expect(() => open(path)).toThrow(/another py-perf process uses it/u);
    expect(readFileSync(path).equals(damaged)).toBe(true);
    other.end();
    open(path).close();
    expect(readFileSync(path).equals(damaged)).toBe(false);
    const [aside = ''] = listQuarantined(path);
    expect(readFileSync(join(directory, aside)).equals(damaged)).toBe(true);
  });
});
