import { describe, expect, it } from 'vitest';
import type { ActiveAlert } from '../../../contract/alerts.ts';
import type { FleetOverview, HostSummary, SourceState } from '../../../contract/fleet.ts';
import { Words } from '../../../main/i18n.ts';
import { iconFile } from '../../../main/tray-icon.ts';
import { INITIAL_TRAY_STATE, iconOf, tooltipOf, trayState } from '../../../main/tray-state.ts';

const NOW = 1_800_010_000;
const words = new Words('en');

function host(hostname: string, lastSeen: number | null): HostSummary {
  return {
    sourceId: 'default',
    hostname,
    lastSeen,
    firstSeen: null,
    cpuPercent: 1,
    memoryPercent: 1,
    platform: null,
    source: 'v2',
  };
}

function alert(hostname: string, since: number, maintenance = false): ActiveAlert {
  const ref = { sourceId: 'default', hostname };
  return { ...ref, kind: 'cpu', since, value: 97.2, threshold: 90, maintenance };
}

function fleet(
  hosts: HostSummary[],
  { alerts = [], ...source }: Partial<SourceState> & { alerts?: ActiveAlert[] } = {},
): FleetOverview {
  return {
    revision: 1,
    hosts,
    sources: [
      {
        id: 'default',
        name: 'AWS',
        status: 'fresh',
        lastSyncedAt: null,
        lastAttemptAt: null,
        error: null,
        tables: { system: 'active', legacy: 'missing', registry: 'active' },
        badItems: 0,
        ...source,
      },
    ],
    sync: { running: false, nextAt: null, intervalSeconds: 120, backfill: null },
    alerts,
    thisHost: null,
  };
}

const names = Array.from({ length: 14 }, (_, index) => `web-${String(index)}`);

describe('the tray', () => {
  it('names the five newest silent hosts and counts the others', () => {
    const hosts = [...names.map((name, index) => host(name, NOW - 400 - index)), host('up', NOW)];
    const state = trayState(fleet(hosts), { enabled: true }, NOW);
    expect(state).toMatchObject({ kind: 'offline', collecting: true });
    expect(state.attention.map((entry) => entry.host.hostname)).toEqual(names.slice(0, 5));
    expect(tooltipOf(state, words)).toContain('1 of 15 online');
  });

  it('shows a failing source before anything else, with its reason', () => {
    const error = { code: 'network', message: 'DynamoDB cannot be reached.', hint: '' } as const;
    const state = trayState(
      fleet([host('a', NOW - 400)], { status: 'failing', error }),
      { enabled: false },
      NOW,
    );
    expect(state.kind).toBe('failing');
    expect(tooltipOf(state, words)).toContain('DynamoDB cannot be reached.');
  });

  it('is well when only hosts that have long been gone are silent', () => {
    const state = trayState(fleet([host('a', NOW - 9000)]), { enabled: false }, NOW);
    expect(state.kind).toBe('ok');
  });

  it('warns of thresholds, the newest trouble first, each host once', () => {
    const hosts = [host('a', NOW), host('b', NOW), host('c', NOW - 500), host('d', NOW - 9000)];
    const alerts = [alert('a', NOW - 60), alert('b', NOW - 700), alert('c', NOW - 800)];
    const state = trayState(fleet(hosts, { alerts }), { enabled: false }, NOW);
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
    const state = trayState(fleet([host('a', NOW)], { alerts }), { enabled: false }, NOW);
    expect(state).toMatchObject({ kind: 'ok', attention: [] });
  });
});

describe('the tooltip', () => {
  const error = { code: 'network', message: 'No {route} @ all | none', hint: '' } as const;
  const alerts = [alert('a', NOW - 60)];
  const state = trayState(
    fleet([host('a', NOW), host('b', NOW - 9000)], { alerts, status: 'failing', error }),
    { enabled: false },
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
    expect(tooltipOf(state, new Words(locale)).split('\n')).toEqual(['Py-Perf Desktop', ...lines]);
  });

  it('says nothing of the fleet before anything is known of it', () => {
    expect(tooltipOf(INITIAL_TRAY_STATE, words)).toBe('Py-Perf Desktop');
  });
});

describe('the icon', () => {
  const state = { ...INITIAL_TRAY_STATE, collecting: true };

  it('tells that this machine is collected where nothing is wrong', () => {
    expect(iconOf(state)).toBe('collecting');
    expect(iconOf({ ...state, kind: 'failing' })).toBe('failing');
    expect(iconOf({ ...state, collecting: false })).toBe('ok');
  });

  it('is a template on macOS, coloured on Windows, and as chosen on Linux', () => {
    expect(iconFile(state, 'white', 'darwin')).toBe('tray-collectingTemplate.png');
    expect(iconFile(state, 'white', 'win32')).toBe('tray-collecting.png');
    expect(iconFile(state, 'colour', 'linux')).toBe('tray-collecting.png');
    expect(iconFile(state, 'white', 'linux')).toBe('tray-collecting-white.png');
    expect(iconFile(state, 'black', 'linux')).toBe('tray-collectingTemplate.png');
  });
});
