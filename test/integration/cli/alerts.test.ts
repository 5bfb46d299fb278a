import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alertsCommand } from '../../../cli/commands/alerts.ts';
import { HOUR_S } from '../../../contract/time.ts';
import { startOfTomorrow } from '../../../contract/tomorrow.ts';
import { NOTIFY_STATE, type AlertRow } from '../../../fleet/store/alert-row.ts';
import type { FleetStore } from '../../../fleet/store/store.ts';
import { openBlankStore } from '../../support/blank-store.ts';

let parent: string;
let dataDir: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'cli-alerts-'));
  dataDir = join(parent, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  vi.stubEnv('PY_PERF_DATA_DIR', dataDir);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(parent, { recursive: true });
});

function inStore<T>(work: (store: FleetStore) => T): T {
  const store = openBlankStore(join(dataDir, 'fleet.db'));
  try {
    return store.write(() => work(store));
  } finally {
    store.close();
  }
}

const open = (): AlertRow | undefined => inStore((store) => store.alertLog.open()[0]);

it('alerts are acknowledged with a note, snoozed for hours or until tomorrow, and opened again', async () => {
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const now = Date.now() / 1000;
  inStore((store) => {
    store.alertLog.add({
      host: store.hosts.ensure({ sourceId: 'default', hostname: 'db' }),
      kind: 'offline',
      startedAt: now - HOUR_S,
      endedAt: null,
      resolvedBy: null,
      lastAt: now,
      peak: null,
      threshold: null,
      maintenance: false,
      notifyState: NOTIFY_STATE.pending,
      notedAt: now,
      notifiedAt: null,
      notifiedStart: null,
      reminders: 0,
      ackedAt: null,
      ackNote: null,
      snoozedUntil: null,
    });
  });
  const run = (...args: string[]): Promise<unknown> =>
    alertsCommand('0.0.0').exitOverride().parseAsync(args, { from: 'user' });

  await run('ack', '--host', 'db', '--note', 'mine');
  expect(open()).toMatchObject({ ackNote: 'mine', ackedAt: expect.any(Number) as number });
  await run('reopen', '--all');
  expect(open()).toMatchObject({ ackedAt: null, snoozedUntil: null });
  await run('snooze', '--all');
  const { snoozedUntil } = open() ?? {};
  expect((snoozedUntil ?? 0) - now).toBeGreaterThanOrEqual(HOUR_S - 1);
  expect((snoozedUntil ?? 0) - now).toBeLessThan(HOUR_S + 120);
  const before = startOfTomorrow(Date.now() / 1000);
  await run('snooze', '--all', '--until-tomorrow');
  expect([before, startOfTomorrow(Date.now() / 1000)]).toContain(open()?.snoozedUntil);
  await expect(run('snooze', '--all', '--until-tomorrow', '--hours', '2')).rejects.toThrow(
    /cannot be used with/u,
  );
  expect(said.join('')).toContain('1 snoozed.\n');
});
