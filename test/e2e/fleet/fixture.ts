import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page, type TestInfo } from '@playwright/test';
import type { Bridge } from '../../../contract/bridge.ts';
import { AppFailure } from '../../../contract/errors.ts';
import type { SettingsPatch } from '../../../contract/settings.ts';
import {
  HOST_STATES,
  OFFLINE_AFTER_S,
  clockStatus,
  type HostState,
} from '../../../contract/host-health.ts';
import { DAY_S, HOUR_S, MINUTE_S, hourOf, minuteOf } from '../../../contract/time.ts';
import { loadSettings } from '../../../platform/fs/settings-file.ts';
import { saveSettings } from '../../../platform/fs/settings-writer.ts';
import { e2eHost } from '../../support/electron-binary.ts';
import {
  madeUpFleet,
  storePath,
  writeDataDirectory,
  type MadeUpFleet,
} from '../../support/made-up/fleet.ts';
import type { Machine } from '../../support/made-up/machines.ts';
import { startPulse } from '../../support/made-up/pulse.ts';
import { DEFAULT_RANGE } from '../../../renderer/lib/ranges.ts';
import type { App } from '../hosts/app.ts';
import { launchOnElectron } from '../hosts/electron.ts';
import { launchOnStandin } from '../hosts/standin.ts';

/** Names that a careless page would choke on, one of them as long as the layout allows. */
export const HOSTILE = [
  '<img src=x onerror="window.hacked=1">',
  '=HYPERLINK("https://example.com";"free")',
  '\u202Egnp.exe',
  '\u0645\u0636\u064A\u0641-\u05DE\u05D0\u05E8\u05D7',
  '\u{1F5A5}\uFE0F\u{1F468}\u200D\u{1F469}\u200D\u{1F467} b\u00FCro/\u00F6st?q=1&x=%2e',
  `${'w'.repeat(240)}-253-long.tld`,
];
/** Far more than are drawn at once; what 10,000 take is measured by `npm run bench`. */
export const FLEET_SIZE = 300;
const DAYS = 7;

interface Running {
  app: App;
  fleet: MadeUpFleet;
  dataDir: string;
  settings: SettingsPatch;
}

/**
 * Specs of the whole app on a store of 300 made-up hosts with hours of minutes, some of them with a week: what the screen shows comes from the real
 * service. One app serves them all; each begins at a page of its own choice with nothing remembered.
 */
export const test = base.extend<
  { open: (path?: string, remembered?: Record<string, string>) => Promise<Page> },
  { running: Running }
>({
  running: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'py-perf-e2e-fleet-'));
      const dataDir = join(folder, 'app');
      const now = Date.now() / 1000;
      const youngSince = now - 2.5 * HOUR_S;
      const fleet = madeUpFleet(FLEET_SIZE - HOSTILE.length, now, {
        others: HOSTILE,
        youngSince,
        few: 9,
      });
      writeDataDirectory(dataDir, fleet, DAYS);
      const { sources, labels, views } = loadSettings(dataDir);
      const display = { theme: 'light', timeZone: 'utc', hourCycle: 'h23', locale: 'en' } as const;
      const settings = { sources, labels, views, display };
      saveSettings(dataDir, settings);
      const errors: unknown[] = [];
      // On a busy machine the app may hold the store for longer than is waited: that minute comes with the next.
      const onError = (error: unknown): void => {
        if (!(error instanceof AppFailure && error.error.code === 'store-busy')) errors.push(error);
      };
      const pulse = startPulse({ path: storePath(dataDir), fleet, from: now, onError });
      const launch = e2eHost() === 'electron' ? launchOnElectron : launchOnStandin;
      const app = await launch({ dataDir });
      await use({ app, fleet, dataDir, settings });
      pulse.stop();
      await app.close();
      rmSync(folder, { recursive: true, force: true });
      if (errors.length > 0) throw new AggregateError(errors, 'the made-up hosts could not report');
    },
    { scope: 'worker', timeout: 600_000 },
  ],

  open: async ({ running }, use, testInfo) => {
    const { window } = running.app;
    const { tracing } = window.context();
    // Without snapshots: those of a grid of all hosts would take longer than what the spec does with it.
    await tracing.start();
    await use(async (path = '/', remembered = {}) => {
      await startAfresh(window, running.settings, path, remembered);
      return window;
    });
    if (testInfo.status !== testInfo.expectedStatus)
      await window.screenshot({ path: testInfo.outputPath('page.png'), timeout: 5000 });
    await tracing.stop(traceOf(testInfo));
  },
});

/** The page as a first start shows it, whatever the spec before has left. */
async function startAfresh(
  window: Page,
  settings: SettingsPatch,
  path: string,
  remembered: Record<string, string>,
): Promise<void> {
  await window.setViewportSize({ width: 1440, height: 900 });
  // The page writes what it shows into its address: it is told, so that nothing of the spec before comes back with it.
  const range = remembered['py-perf.range'] ?? DEFAULT_RANGE;
  const address = `${path}${path.includes('?') ? '&' : '?'}range=${range}`;
  await window.evaluate(
    async ([patch, stored]) => {
      await (globalThis as unknown as { pyPerf: Bridge }).pyPerf.updateSettings({ patch });
      localStorage.clear();
      for (const [key, value] of Object.entries(stored)) localStorage.setItem(key, value);
      // A page without a range: what the one before still had to write into its address is not written any more.
      location.hash = '/settings';
    },
    [settings, remembered] as const,
  );
  await window.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await window.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await window.reload();
  await window.locator('main > :last-child').waitFor();
}

function traceOf(testInfo: TestInfo): { path?: string } {
  const failed = testInfo.status !== testInfo.expectedStatus;
  return failed ? { path: testInfo.outputPath('trace.zip') } : {};
}

/** The last minute before `now` (Unix seconds) in which a machine reported, or null within 7 days. */
export function lastMinute(machine: Machine, now: number): number | null {
  for (let minute = minuteOf(now) - MINUTE_S; minute > now - DAYS * DAY_S; minute -= MINUTE_S)
    if (machine.sampleAt(minute, 'core') !== null) return minute;
  return null;
}

/** The silences of a machine that have ended and reach into the `range` seconds before now: their ends are minutes with a sample. */
export function silencesOf(
  fleet: MadeUpFleet,
  machine: Machine | undefined,
  range: number,
): { at: number; endedAt: number }[] {
  const now = Date.now() / 1000;
  const silences: { at: number; endedAt: number }[] = [];
  let last: number | null = null;
  for (let minute = hourOf(fleet.now - DAYS * DAY_S); minute < minuteOf(now); minute += MINUTE_S) {
    if (machine === undefined || machine.sampleAt(minute, 'core') === null) continue;
    if (last !== null && minute - last > OFFLINE_AFTER_S)
      silences.push({ at: last, endedAt: minute });
    last = minute;
  }
  return silences.filter(({ endedAt }) => endedAt > now - range);
}

/** How many machines are in each state at `now` (Unix seconds). */
export function statesAt({ machines }: MadeUpFleet, now: number): Record<HostState, number> {
  const counts = Object.fromEntries(HOST_STATES.map((state) => [state, 0])) as Record<
    HostState,
    number
  >;
  for (const machine of machines) {
    const minute = lastMinute(machine, now);
    counts[clockStatus(minute === null ? null : minute + machine.jitter, now)] += 1;
  }
  return counts;
}

export { expect } from '@playwright/test';
