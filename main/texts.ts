import type { ActiveAlert, AlertMetric, AlertNotice } from '../contract/alerts.ts';
import type { HostRef } from '../contract/fleet.ts';

/** What the shell says of the fleet outside its window: notifications and the tray. */

export interface Message {
  title: string;
  body: string;
  /** What a click on it opens; null: the overview. */
  host: HostRef | null;
}

type Summary = Extract<AlertNotice, { kind: 'summary' }>;
type MetricNotice = Extract<AlertNotice, { kind: AlertMetric }>;

/** Hosts up to which a message names them all. */
const NAMED = 3;

const METRIC_NAMES: Record<AlertMetric, string> = { cpu: 'CPU', memory: 'Memory', disk: 'Disk' };

/** A notice in words. */
export function messageOf(notice: AlertNotice): Message {
  switch (notice.kind) {
    case 'summary':
      return summaryMessage(notice);
    case 'offline':
      return hostsMessage(notice.hosts, 'went offline', 'No sample for 6 minutes.');
    case 'back':
      return hostsMessage(notice.hosts, 'came back', 'Samples arrive again.');
    default:
      return metricMessage(notice);
  }
}

/** Why a host needs attention, for a menu. */
export function reasonOf(alert: Pick<ActiveAlert, 'kind' | 'value'> | null): string {
  return alert === null ? 'offline' : `${METRIC_NAMES[alert.kind]} at ${percent(alert.value)}`;
}

export function alertCount(count: number): string {
  return count === 1 ? '1 alert' : `${String(count)} alerts`;
}

function hostsMessage(hosts: readonly HostRef[], verb: string, body: string): Message {
  const [first] = hosts;
  if (first !== undefined && hosts.length === 1)
    return { title: `${first.hostname} ${verb}`, body, host: refOf(first) };
  const names = hosts.map(({ hostname }) => hostname);
  return { title: `${String(hosts.length)} hosts ${verb}`, body: listed(names), host: null };
}

function metricMessage({ kind, hosts }: MetricNotice): Message {
  const [first] = hosts;
  const name = METRIC_NAMES[kind];
  if (first !== undefined && hosts.length === 1)
    return {
      title: `${first.hostname}: ${name} at ${percent(first.value)} for ${minutes(first.minutes)}`,
      body: `The threshold is ${percent(first.threshold)}.`,
      host: refOf(first),
    };
  const thresholds = new Set(hosts.map(({ threshold }) => threshold));
  const above = thresholds.size === 1 ? percent([...thresholds][0] ?? 0) : 'its threshold';
  return {
    title: `${String(hosts.length)} hosts: ${name} above ${above}`,
    body: listed(hosts.map(({ hostname, value }) => `${hostname} at ${percent(value)}`)),
    host: null,
  };
}

function summaryMessage(summary: Summary): Message {
  const { offline, stillOffline, back, host } = summary;
  const parts: string[] = [];
  if (offline > 0)
    parts.push(`${subject(offline, host)} went offline${still(offline, stillOffline)}`);
  if (back > 0) parts.push(`${subject(back, host)} came back`);
  for (const metric of ['cpu', 'memory', 'disk'] as const)
    if (summary[metric] > 0) parts.push(alertsOf(metric, summary[metric], host));
  return { title: 'While you were away', body: parts.join('; '), host };
}

function subject(count: number, host: HostRef | null): string {
  if (host !== null) return host.hostname;
  return count === 1 ? '1 host' : `${String(count)} hosts`;
}

function still(offline: number, stillOffline: number): string {
  if (stillOffline === 0) return offline === 1 ? ' and came back' : ', and all came back';
  if (offline === stillOffline) return offline === 1 ? ' and still is' : ', and all still are';
  return `, ${String(stillOffline)} still ${stillOffline === 1 ? 'is' : 'are'}`;
}

function alertsOf(metric: AlertMetric, count: number, host: HostRef | null): string {
  const name = METRIC_NAMES[metric];
  if (host !== null) return `${host.hostname}: ${name} above its threshold`;
  const spelled = metric === 'cpu' ? name : name.toLowerCase();
  return count === 1 ? `1 ${spelled} alert` : `${String(count)} ${spelled} alerts`;
}

function listed(names: readonly string[]): string {
  const rest = names.length - NAMED;
  const shown = names.slice(0, NAMED).join(', ');
  return rest > 0 ? `${shown} and ${String(rest)} more` : shown;
}

function percent(value: number): string {
  return `${String(Math.round(value))} %`;
}

function minutes(count: number): string {
  return count === 1 ? '1 minute' : `${String(count)} minutes`;
}

function refOf({ sourceId, hostname }: HostRef): HostRef {
  return { sourceId, hostname };
}
