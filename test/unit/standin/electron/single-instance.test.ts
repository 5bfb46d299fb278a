import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SingleInstance, type SecondInstance } from '../../../standin/electron/single-instance.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'single-instance-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('gives the lock to one instance, and reports a second one to it', async () => {
  const heard = Promise.withResolvers<SecondInstance>();
  const first = new SingleInstance(heard.resolve);
  const second = new SingleInstance(() => undefined);
  expect(first.request(folder, null)).toBe(true);
  expect(second.request(folder, { from: 'second' })).toBe(false);
  expect(await heard.promise).toMatchObject({
    workingDirectory: process.cwd(),
    additionalData: { from: 'second' },
  });
  first.release();
  expect(second.request(folder, null)).toBe(true);
  second.release();
  expect(existsSync(join(folder, 'stand-in-lock'))).toBe(false);
});

it('takes over from a process that is gone', () => {
  // Above the largest process id of any system.
  writeFileSync(join(folder, 'stand-in-lock'), '999999999');
  const instance = new SingleInstance(() => undefined);
  expect(instance.request(folder, null)).toBe(true);
  expect(readFileSync(join(folder, 'stand-in-lock'), 'utf8')).toBe(String(process.pid));
  instance.release();
});
