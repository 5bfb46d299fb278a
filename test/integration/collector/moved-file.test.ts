import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_S } from '../../../contract/time.ts';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { quarantine } from '../../../platform/fs/quarantine.ts';
import { madeUpSample } from '../../support/fleet-generator.ts';
import { TestClock } from '../../support/test-engine.ts';

const NOW = 1_795_500_000;
const clock = new TestClock(NOW);

let parent: string;
let directory: string;
let path: string;
let outbox: Outbox;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'moved-outbox-'));
  directory = join(parent, 'data');
  path = join(directory, 'outbox.db');
  mkdirSync(directory);
  outbox = new Outbox(path, clock);
  outbox.append(madeUpSample('a', NOW));
  outbox.append(madeUpSample('a', NOW + MINUTE_S));
});

afterEach(() => {
  outbox.close();
  rmSync(parent, { recursive: true });
});

/** The waiting minutes in the file at its path. */
function waiting(): number[] {
  const found = new Outbox(path, clock);
  const minutes = found.newest(10).map(({ minute }) => minute);
  found.close();
  return minutes.sort((a, b) => a - b);
}

function append(minutes: number): void {
  outbox.followFile();
  outbox.append(madeUpSample('a', NOW + minutes * MINUTE_S));
}

it('a file in its place is not followed', () => {
  expect(outbox.followFile()).toBe(false);
});

describe.skipIf(process.platform === 'win32')('an outbox under a running collector', () => {
  it('an outbox set aside under a running collector continues in a new file, with all waiting samples', () => {
    quarantine(path, clock);
    append(2);
    expect(waiting()).toEqual([NOW, NOW + MINUTE_S, NOW + 2 * MINUTE_S]);
    expect(outbox.followFile()).toBe(false);
  });

  it('an outbox replaced under a running collector keeps the waiting samples of both', () => {
    quarantine(path, clock);
    const other = new Outbox(path, clock);
    other.append(madeUpSample('a', NOW + 9 * MINUTE_S));
    other.close();
    append(2);
    expect(waiting()).toEqual([0, 1, 2, 9].map((minutes) => NOW + minutes * MINUTE_S));
  });

  it('an outbox removed with its directory is created again', () => {
    rmSync(directory, { recursive: true });
    append(2);
    expect(waiting()).toEqual([NOW, NOW + MINUTE_S, NOW + 2 * MINUTE_S]);
  });

  it('an outbox whose path is blocked keeps its waiting samples, and is retried', () => {
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'no folder');
    expect(() => outbox.followFile()).toThrow(/data directory/u);
    outbox.append(madeUpSample('a', NOW + 2 * MINUTE_S));
    rmSync(directory);
    append(3);
    expect(waiting()).toHaveLength(4);
  });
});
