import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CredentialsFile } from '../../main/credentials/credentials-file.ts';
import { ShellMemory } from '../../main/system/shell-state.ts';
import { startServiceWorker } from '../../worker/client.ts';
import { HeadlessCollector } from '../../worker/headless-collector.ts';
import { LocalService } from '../../worker/local.ts';
import { runCliHere } from '../support/run-cli-here.ts';
import { runCli } from '../support/run-cli.ts';
import { silentLogger, TestClock } from '../support/test-engine.ts';
import { recordedBy, releases, unpackDataDir } from '../support/upgrade-fixture.ts';

const ENTRY = new URL('../../worker/worker.ts', import.meta.url);
const VERSION = '0.1.0';
const RELEASE = releases().at(-1) ?? '';
const { now } = recordedBy(RELEASE);
const NEWER = { error: { code: 'newer-data' } };

let dataDir: string;

beforeEach(async () => {
  dataDir = unpackDataDir(RELEASE);
  // As today's program leaves it, so that what is refused below is refused for what is newer.
  await open().close();
});

afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

function open(): LocalService {
  const clock = new TestClock(now);
  return new LocalService({ dataDir, version: VERSION, clock, logger: silentLogger });
}

function collector(): HeadlessCollector {
  return new HeadlessCollector({
    dataDir,
    version: VERSION,
    mode: 'foreground',
    clock: new TestClock(now),
    logger: silentLogger,
    override: (settings) => settings,
  });
}

/** A newer release adds a migration to a database and is closed in order. */
function migrate(name: string): void {
  const db = new DatabaseSync(join(dataDir, name));
  addMigration(db);
  db.close();
}

/** As `migrate`, but the release is killed: the migration is in the log alone. */
function migrateAndDie(name: string): void {
  const killed = mkdtempSync(join(tmpdir(), 'killed-'));
  const db = new DatabaseSync(join(dataDir, name));
  addMigration(db);
  for (const suffix of ['', '-wal', '-shm'])
    cpSync(join(dataDir, name + suffix), join(killed, name + suffix));
  db.close();
  cpSync(killed, dataDir, { recursive: true });
  rmSync(killed, { recursive: true });
}

function addMigration(db: DatabaseSync): void {
  db.exec("CREATE TABLE later (x); INSERT INTO migration (id, applied_at) VALUES ('later/1', 1)");
}

/** Sets keys of a JSON file, as a newer release may. */
function change(name: string, keys: Record<string, unknown>): void {
  const path = join(dataDir, name);
  const json = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...json, ...keys }));
}

/** What `start` throws. */
function refusal(start: () => unknown): unknown {
  try {
    start();
  } catch (error) {
    return error;
  }
  return null;
}

/** Digests of all files of the data directory; logs apart, into which a refusal may be written. */
function digests(): Record<string, string> {
  const files = readdirSync(dataDir, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ name }) => {
      const bytes = readFileSync(join(dataDir, name));
      return [name, createHash('sha256').update(bytes).digest('hex')];
    }),
  );
}

const inJson = (keys: Record<string, unknown>) => (name: string) => {
  change(name, keys);
};

const CASES: [string, string, (name: string) => void][] = [
  ['fleet.db', 'has a later migration', migrate],
  ['fleet.db', 'has a later migration in its log', migrateAndDie],
  ['outbox.db', 'has a later migration', migrate],
  ['outbox.db', 'has a later migration in its log', migrateAndDie],
  ['settings.json', 'is of a later version', inJson({ version: 2 })],
  ['settings.json', 'has a later key', inJson({ robots: [] })],
];

describe.each(CASES)('a %s that %s', (file, _, makeNewer) => {
  it('makes service, worker and collector refuse to start, and is unchanged', async () => {
    makeNewer(file);
    const before = digests();
    expect(refusal(open)).toMatchObject({
      ...NEWER,
      message: expect.stringContaining(file) as string,
    });
    expect(refusal(collector)).toMatchObject(NEWER);
    await expect(startServiceWorker(ENTRY, { dataDir, version: VERSION })).rejects.toMatchObject(
      NEWER,
    );
    expect(digests()).toEqual(before);
  });
});

it.each(CASES.filter((_, index) => index % 2 === 0))(
  'a %s that %s makes the command line say what to do and fail, and is not changed',
  async (file, _, makeNewer) => {
    makeNewer(file);
    const before = digests();
    for (const args of [['status'], ['collect', '--once']]) {
      const { code, stderr } = await runCliHere(args, { dataDir });
      expect(code, args.join(' ')).toBe(1);
      expect(stderr).toContain(`error: ${file}`);
      expect(stderr).toContain('Install the newest version');
    }
    expect(digests()).toEqual(before);
  },
);

it('the app refuses a credentials.json of a newer release, and leaves it', () => {
  change('credentials.json', { version: 2 });
  const before = digests();
  const start = (): void => {
    new CredentialsFile(dataDir).refuseNewer();
  };
  expect(refusal(start)).toMatchObject({
    ...NEWER,
    message: expect.stringContaining('credentials.json') as string,
  });
  expect(digests()).toEqual(before);
});

it.each([{ version: 2 }, { zoom: 1.5 }])(
  'a shell.json of a newer release prevents no start, and reading it changes nothing: %j',
  (keys) => {
    change('shell.json', keys);
    const before = digests();
    expect(new ShellMemory(dataDir, silentLogger).state.window).toBeUndefined();
    expect(digests()).toEqual(before);
  },
);

it('the state of a collector is not shown from an outbox of a newer release', async () => {
  migrate('outbox.db');
  const before = digests();
  const { code, stderr } = await runCli(['collect', '--status'], { dataDir });
  expect([code, stderr.includes('outbox.db was written by a newer version')]).toEqual([1, true]);
  expect(digests()).toEqual(before);
});
