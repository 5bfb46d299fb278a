import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActiveAlert } from '../../../../contract/alerts.ts';
import type { FleetOverview, HostSummary, SourceState } from '../../../../contract/fleet.ts';
import { Translator } from '../../../../main/system/i18n.ts';
import { TRAY_ICON_STYLES, iconFile } from '../../../../main/tray/tray-icon.ts';
import {
  INITIAL_TRAY_STATE,
  iconOf,
  tooltipOf,
  trayState,
} from '../../../../main/tray/tray-state.ts';

const NOW = 1_800_010_000;
const words = new Translator('en');

function host(hostname: string, lastSeen: number | null): HostSummary {
  return {
    sourceId: 'default',
    hostname,
    lastSeen,
    firstSeen: null,
    newest: { cpu: 1, memory: 1 },
    platform: null,
    layout: 'v2',
  };
}

function alert(hostname: string, since: number, maintenance = false): ActiveAlert {
  const ref = { sourceId: 'default', hostname };
  return { ...ref, kind: 'cpu', since, value: 97.2, threshold: 90, maintenance };
}

function fleet(
  hosts: HostSummary[],
  {
    alerts = [],
    thisHost = null,
    maintenance = [],
    ...source
  }: Partial<SourceState> &
    Partial<Pick<FleetOverview, 'alerts' | 'thisHost' | 'maintenance'>> = {},
): FleetOverview {
  return {
    revision: 1,
    hosts,
    sources: [
      {
        id: 'default',
        name: 'AWS',
        status: 'fresh',
        lastSyncedAt: NOW,
        lastAttemptAt: NOW,
        error: null,
        tables: { system: 'active', legacy: 'missing', registry: 'active' },
        badItems: 0,
        ...source,
      },
    ],
    sync: { running: false, nextAt: null, intervalSeconds: 120, backfill: null },
    alerts,
    maintenance,
    thisHost,
  };
}

const IDLE = { enabled: false, running: false, error: null };
const COLLECTING = { ...IDLE, enabled: true, running: true };

const names = Array.from({ length: 14 }, (_, index) => `web-${String(index)}`);

describe('the tray', () => {
  it('names the five newest silent hosts and counts the others', () => {
    const hosts = [...names.map((name, index) => host(name, NOW - 400 - index)), host('up', NOW)];
    const state = trayState(fleet(hosts), COLLECTING, NOW);
    expect(state).toMatchObject({ kind: 'offline', collector: { wanted: true, running: true } });
    expect(state.attention.map((entry) => entry.host.hostname)).toEqual(names.slice(0, 5));
    expect(tooltipOf(state, words)).toContain('1 of 15 online');
  });

  it('shows a failing source before anything else, with its reason', () => {
    const error = { code: 'network', message: 'DynamoDB cannot be reached.', hint: '' } as const;
    const state = trayState(fleet([host('a', NOW - 400)], { status: 'failing', error }), IDLE, NOW);
    expect(state.kind).toBe('failing');
    expect(tooltipOf(state, words)).toContain('DynamoDB cannot be reached.');
  });

  it('misses nobody after a sleep, until the source has been read', () => {
    const before = NOW - 8 * 3600;
    const hosts = names.map((name) => host(name, before));
    const asleep = trayState(fleet(hosts, { lastSyncedAt: before }), IDLE, NOW);
    expect(asleep).toMatchObject({ kind: 'ok', attention: [] });
    const short = trayState(fleet(hosts, { lastSyncedAt: before }), IDLE, before + 900);
    expect(short).toMatchObject({ kind: 'ok', attention: [] });
    const read = trayState(fleet(hosts, { lastSyncedAt: before + 890 }), IDLE, before + 900);
    expect(read.kind).toBe('offline');
    expect(read.attention).toHaveLength(5);
  });

  it('names only those that were silent before their source failed', () => {
    const error = { code: 'network', message: 'DynamoDB cannot be reached.', hint: '' } as const;
    const failed = { status: 'failing', error, lastSyncedAt: NOW - 1200 } as const;
    const hosts = [host('heard', NOW - 1230), host('gone', NOW - 2400)];
    const state = trayState(fleet(hosts, failed), IDLE, NOW);
    expect(state.attention.map((entry) => entry.host.hostname)).toEqual(['gone']);
    expect(state.kind).toBe('failing');
  });

  it('does not miss this machine, whose silence is the app’s own', () => {
    const thisHost = { sourceId: 'default', hostname: 'here' };
    const state = trayState(fleet([host('here', NOW - 900)], { thisHost }), COLLECTING, NOW);
    expect(state).toMatchObject({ kind: 'ok', attention: [] });
  });

  it('is well when only hosts that have long been gone are silent', () => {
    const state = trayState(fleet([host('a', NOW - 9000)]), IDLE, NOW);
    expect(state.kind).toBe('ok');
  });

  it('warns of thresholds, the newest trouble first, each host once', () => {
    const hosts = [host('a', NOW), host('b', NOW), host('c', NOW - 500), host('d', NOW - 9000)];
    const alerts = [alert('a', NOW - 60), alert('b', NOW - 700), alert('c', NOW - 800)];
    const state = trayState(fleet(hosts, { alerts }), IDLE, NOW);
    expect(state.kind).toBe('offline');
    expect(state.attention.map(({ host: { hostname }, alert: why }) => [hostname, why])).toEqual([
      ['a', { kind: 'cpu', value: 97 }],
      ['c', null],
      ['b', { kind: 'cpu', value: 97 }],
      ['d', null],
    ]);
    expect(tooltipOf(state, words)).toContain('3 alerts');
  });

  it('does not warn of thresholds under maintenance', () => {
    const alerts = [alert('a', NOW - 60, true)];
    const state = trayState(fleet([host('a', NOW)], { alerts }), IDLE, NOW);
    expect(state).toMatchObject({ kind: 'ok', attention: [] });
  });

  it('does not miss hosts under announced maintenance, nor warn of what began before it', () => {
    const hosts = [host('a', NOW - 400), host('b', NOW), host('c', NOW - 9000), host('d', NOW)];
    const alerts = [alert('b', NOW - 60)];
    const maintenance = ['a', 'b', 'c'].map((hostname) => ({ sourceId: 'default', hostname }));
    const state = trayState(fleet(hosts, { alerts, maintenance }), IDLE, NOW);
    expect(state).toMatchObject({ kind: 'ok', alerts: 0, attention: [] });
    expect(state.hosts).toEqual({ online: 2, all: 4 });
    const over = trayState(fleet(hosts, { alerts }), IDLE, NOW);
    expect(over).toMatchObject({ kind: 'offline', alerts: 1 });
    expect(over.attention).toHaveLength(3);
  });
});

describe('the tooltip', () => {
  const error = { code: 'network', message: 'No {route} @ all | none', hint: '' } as const;
  const alerts = [alert('a', NOW - 60)];
  const state = trayState(
    fleet([host('a', NOW), host('b', NOW - 9000)], { alerts, status: 'failing', error }),
    IDLE,
    NOW,
  );

  it.each([
    ['en', ['1 of 2 online', '1 alert', 'AWS: No {route} @ all | none']],
    ['de', ['1 von 2 online', '1 Warnung', 'AWS ist nicht lesbar: AWS war nicht erreichbar.']],
    [
      'ja',
      ['2台中1台がオンライン', 'アラート1件', 'AWS を読み取れません：AWS に接続できませんでした。'],
    ],
  ] as const)('speaks %s', (locale, lines) => {
    expect(tooltipOf(state, new Translator(locale)).split('\n')).toEqual([
      'Py-Perf Desktop',
      ...lines,
    ]);
  });

  it('says nothing of the fleet before anything is known of it', () => {
    expect(tooltipOf(INITIAL_TRAY_STATE, words)).toBe('Py-Perf Desktop');
  });
});

describe('the icon', () => {
  const collector = { wanted: true, running: true, error: null };
  const state = { ...INITIAL_TRAY_STATE, collector };

  it('tells that this machine is collected where nothing is wrong', () => {
    expect(iconOf(state)).toBe('collecting');
    expect(iconOf({ ...state, kind: 'failing' })).toBe('failing');
    expect(iconOf({ ...state, collector: { ...collector, running: false } })).toBe('ok');
  });

  it('does not tell that this machine is collected where it only should be, and says why not', () => {
    const message = 'Another process collects this machine.';
    const error = { code: 'unavailable', message, hint: '' } as const;
    const refused = trayState(fleet([]), { enabled: true, running: false, error }, NOW);
    expect(iconOf(refused)).toBe('ok');
    expect(tooltipOf(refused, words)).toContain(`not collected: ${message}`);
    expect(tooltipOf(trayState(fleet([]), { ...COLLECTING, error }, NOW), words)).not.toContain(
      message,
    );
  });

  it.each(['linux', 'win32', 'darwin'] as const)('has a picture for each state on %s', (system) => {
    const icons = join(import.meta.dirname, '../../../../build/icons');
    for (const kind of ['ok', 'offline', 'failing'] as const)
      for (const running of [false, true])
        for (const style of TRAY_ICON_STYLES) {
          const name = iconFile({ kind, collector: { ...collector, running } }, style, system);
          for (const file of [name, name.replace('.png', '@2x.png')])
            expect(existsSync(join(icons, file)), file).toBe(true);
        }
  });

  it('is a template on macOS, coloured on Windows, and as chosen on Linux', () => {
    expect(iconFile(state, 'white', 'darwin')).toBe('tray-collectingTemplate.png');
    expect(iconFile(state, 'white', 'win32')).toBe('tray-collecting.png');
    expect(iconFile(state, 'colour', 'linux')).toBe('tray-collecting.png');
    expect(iconFile(state, 'white', 'linux')).toBe('tray-collecting-white.png');
    expect(iconFile(state, 'black', 'linux')).toBe('tray-collectingTemplate.png');
  });
});
