import { rulesFor } from '../../../contract/alert-rules.ts';
import {
  alertSettingsSchema,
  type ActiveAlert,
  type AlertSettings,
} from '../../../contract/alerts.ts';
import type { FleetEvent } from '../../../contract/answers.ts';
import { severityOf } from '../../../contract/alert-notices.ts';
import type { OpenAlert } from '../../../contract/open-alerts.ts';
import { ok } from '../../../contract/result.ts';
import type { World } from './world.ts';
import type { HostSummary } from '../../../contract/host.ts';
import type { Settings } from '../../../contract/settings.ts';

const threshold = (above: number, forMinutes: number) => ({
  enabled: true,
  above,
  clearBelow: above - 5,
  forMinutes,
});

/** Rules, quiet hours and maintenance of the made-up fleet. */
export function makeAlertSettings(now: number): AlertSettings {
  const hour = 3600;
  return alertSettingsSchema.parse({
    overrides: [
      {
        scope: { kind: 'label', label: 'ci' },
        offline: { enabled: false },
        cpu: { ...threshold(95, 60), enabled: false },
      },
      { scope: { kind: 'label', label: 'production' }, cpu: threshold(80, 10) },
      {
        scope: { kind: 'host', sourceId: 'default', hostname: 'db-01.fra.example.net' },
        memory: threshold(95, 30),
        disk: threshold(75, 5),
      },
    ],
    quietHours: {
      enabled: true,
      timeZone: 'Europe/Berlin',
      periods: [
        { days: [1, 2, 3, 4, 5], from: '22:00', to: '07:00' },
        { days: [6, 7], from: '00:00', to: '23:59' },
      ],
    },
    maintenance: [
      {
        id: 'disks',
        scope: { kind: 'host', sourceId: 'default', hostname: 'cache-01.fra.example.net' },
        from: now - hour,
        until: now + 2 * hour,
        note: 'New disks, back by noon',
      },
      {
        id: 'kernel',
        scope: { kind: 'label', label: 'production' },
        from: now + 26 * hour,
        until: now + 28 * hour,
        note: 'Kernel update',
      },
      {
        id: 'old',
        scope: { kind: 'label', label: 'ci' },
        from: now - 200 * hour,
        until: now - 198 * hour,
      },
    ],
  });
}

/** The alerts that the fleet's newest values would have begun. */
export function activeAlerts(
  hosts: readonly HostSummary[],
  settings: Settings,
  now: number,
): ActiveAlert[] {
  return hosts.flatMap((host, i) => {
    if (now - (host.lastSeen ?? 0) > 360) return [];
    const { sourceId, hostname } = host;
    const labels = settings.labels[`${sourceId}/${hostname}`] ?? [];
    const rules = rulesFor(host, labels, settings.alerts);
    return (['cpu', 'memory', 'disk'] as const).flatMap((kind): ActiveAlert[] => {
      const value = host.newest[kind] ?? 0;
      const { enabled, above } = rules[kind];
      if (!enabled || value < above) return [];
      const since = now - 900 - (i % 9) * 420;
      return [{ sourceId, hostname, kind, since, value, threshold: above, maintenance: i === 2 }];
    });
  });
}

interface AlertEventsOptions {
  readonly from: number;
  readonly to: number;
  /** How many; absent: some. */
  readonly count?: number | undefined;
}

/** The alerts of the made-up hosts in a range. */
export function alertEvents(
  hosts: readonly HostSummary[],
  { from, to, count }: AlertEventsOptions,
): FleetEvent[] {
  const span = to - from;
  const some = hosts.slice(0, 90).filter((_, i) => i % 2 === 0 || i < 9);
  return Array.from({ length: count ?? some.length }, (_, i): FleetEvent | null => {
    const host = count === undefined ? some[i] : hosts[i % hosts.length];
    if (host === undefined) return null;
    const at = from + Math.floor((span * ((i * 37 + 30) % 90)) / 100) + Math.floor(i / 90);
    const { sourceId, hostname } = host;
    return {
      sourceId,
      hostname,
      kind: (['cpu', 'memory', 'disk'] as const)[i % 3] ?? 'cpu',
      at,
      endedAt: i % 7 === 4 ? null : Math.min(to, at + 600 + Math.floor(span * 0.14)),
      threshold: 90,
      peak: 90.4 + (i % 9),
      ...(i % 10 === 2 ? { maintenance: true } : {}),
      ...(i % 10 === 4
        ? { acknowledged: { at: at + 600, note: i % 20 === 4 ? 'Ben is on it' : '' } }
        : {}),
    };
  }).filter((event) => event !== null);
}

/** Active alerts, with their acknowledgements and snoozes. */
export function openAlertAnswers(
  active: () => readonly ActiveAlert[],
  changed: () => void,
): Pick<World, 'openAlerts' | 'actOnAlerts'> {
  const said = new Map<string, Partial<OpenAlert>>();
  const open = (): OpenAlert[] =>
    active().map((alert): OpenAlert => {
      const { sourceId, hostname, kind, since, value, threshold: limit, maintenance } = alert;
      const id = hexOf(`${hostname} ${kind}`);
      return {
        id,
        sourceId,
        hostname,
        kind,
        metric: kind,
        severity: severityOf(kind),
        state: 'firing',
        since,
        value,
        threshold: limit,
        maintenance,
        acknowledgedAt: null,
        note: '',
        snoozedUntil: null,
        ...said.get(id),
      };
    });
  return {
    openAlerts: () => ok(open()),
    actOnAlerts: (action) => {
      const now = Date.now() / 1000;
      for (const id of action.ids)
        said.set(
          id,
          action.action === 'acknowledge'
            ? { state: 'acknowledged', acknowledgedAt: now, note: action.note ?? '' }
            : action.action === 'snooze'
              ? { state: 'snoozed', snoozedUntil: action.until }
              : {},
        );
      changed();
      return ok(open());
    },
  };
}

/** 32 digits that distinguish texts by their beginnings and ends. */
function hexOf(text: string): string {
  const digits = Array.from(text, (letter) => (letter.codePointAt(0) ?? 0).toString(16)).join('');
  return `${digits.slice(0, 16)}${digits.slice(-16)}`;
}
