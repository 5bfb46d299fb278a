import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../contract/settings.ts';
import { openBlankStore } from '../../support/blank-store.ts';
import { listQuarantined } from '../../../platform/fs/quarantine.ts';
import { FollowedEngine } from '../../../worker/followed-engine.ts';
import { madeUpSample } from '../../support/fleet-generator.ts';
import { silentLogger, TestClock } from '../../support/test-engine.ts';

const NOW = 1_795_500_000;
const FACTS = { platform: 'Linux' };

let parent: string;
let directory: string;
let path: string;
let followed: FollowedEngine;
let errors: string[];
let replaced: number;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'followed-'));
  directory = join(parent, 'data');
  path = join(directory, 'fleet.db');
  mkdirSync(directory);
  errors = [];
  replaced = 0;
  followed = new FollowedEngine({
    storePath: path,
    clock: new TestClock(NOW),
    logger: { ...silentLogger, error: (message) => errors.push(message) },
    settings: {
      ...DEFAULT_SETTINGS,
      sources: DEFAULT_SETTINGS.sources.map((source) => ({ ...source, mode: 'off' as const })),
    },
    connect: () => Promise.reject(new Error('nothing is connected')),
    isConnected: () => false,
    onFleetChanged: () => undefined,
    onSyncChanged: () => undefined,
    onReplaced: () => {
      replaced += 1;
    },
  });
  record('before');
  followed.current.start();
});

afterEach(async () => {
  await followed.close();
  rmSync(parent, { recursive: true });
});

function record(hostname: string): void {
  followed.current.recordLocal('default', madeUpSample(hostname, NOW), FACTS);
}

/** The hosts that an engine would find in the file there. */
function hostsIn(file: string): string[] {
  const store = openBlankStore(file);
  const names = store.hosts.all().map(({ hostname }) => hostname);
  store.close();
  return names;
}

async function untilReplaced(): Promise<void> {
  await vi.waitFor(() => {
    expect(replaced).toBe(1);
  });
}

describe.skipIf(process.platform === 'win32')('a store under a running engine', () => {
  it('a store moved from under a running engine keeps its content, and a new one is created', async () => {
    const { revision } = followed.current;
    renameSync(path, join(parent, 'moved.db'));
    await untilReplaced();
    record('after');
    expect(followed.current.overview()).toMatchObject({
      notices: [{ code: 'store-moved' }],
      hosts: [{ hostname: 'after' }],
    });
    expect(followed.current.revision).toBeGreaterThan(revision);
    expect(errors).toHaveLength(1);
    await followed.close();
    // Moved without its log, and still complete.
    expect(hostsIn(join(parent, 'moved.db'))).toEqual(['before']);
    expect(hostsIn(path)).toEqual(['after']);
  });

  it('a store replaced under a running engine is read from then on', async () => {
    const other = openBlankStore(join(parent, 'other.db'));
    other.write(() => {
      other.recordLocal('default', madeUpSample('other', NOW), FACTS, NOW);
    });
    other.close();
    renameSync(join(parent, 'other.db'), path);
    await untilReplaced();
    expect(followed.current.overview().hosts).toMatchObject([{ hostname: 'other' }]);
  });

  it('a damaged store placed under a running engine is set aside', async () => {
    writeFileSync(join(parent, 'other.db'), 'SQLite format 3\0 and nothing more of one');
    renameSync(join(parent, 'other.db'), path);
    await untilReplaced();
    record('after');
    expect(listQuarantined(path)).toHaveLength(1);
    expect(followed.current.overview().notices).toMatchObject([
      { code: 'store-moved' },
      { code: 'store-damaged' },
    ]);
  });

  it('a store removed with its directory is created again as soon as possible', async () => {
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'no folder');
    await vi.waitFor(() => {
      expect(errors).toHaveLength(1);
    });
    expect(followed.current.overview().hosts).toMatchObject([{ hostname: 'before' }]);
    rmSync(directory);
    await untilReplaced();
    record('after');
    expect(hostsIn(path)).toEqual(['after']);
  });
});
