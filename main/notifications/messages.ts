import type { AlertNotice, NoticeAbout } from '../../contract/alert-notices.ts';
import type { ActiveAlert } from '../../contract/alerts.ts';
import { pluralOfNames } from '../../contract/function-names.ts';
import { safeLines, safeMarkup, safeText } from '../../contract/safe-text.ts';
import type { HostRef } from '../../contract/host.ts';
import { CUSTOM_METRIC, METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import { OFFLINE_AFTER_S } from '../../contract/host-health.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { dollarsText } from '../../locales/numbers.ts';
import type { Translator } from '../system/i18n.ts';

/** The shell's texts about the fleet outside its window: notifications and the tray. */

/** A notification in the user's language. */
export interface Message {
  title: string;
  body: string;
  /** What a click opens; null: the overview. */
  host: HostRef | null;
}

/** The text of a notice; a reminder if it was shown before. */
export function messageOfQueued(
  { notice, about }: { notice: ShownNotice; about: NoticeAbout },
  words: Translator,
): Message {
  const message = messageOf(notice, words);
  if (about.state !== 'reminder') return message;
  return { ...message, title: words.t('notice.reminder', { title: message.title }) };
}

type Summary = Extract<AlertNotice, { kind: 'summary' }>;
type FillingNotice = Extract<AlertNotice, { kind: 'filling' }>;
type SlowerNotice = Extract<AlertNotice, { kind: 'slower' }>;
type CostNotice = Extract<AlertNotice, { kind: 'cost' }>;
type UnusualNotice = Extract<AlertNotice, { kind: 'unusual' }>;
type MetricNotice = Extract<AlertNotice, { hosts: { threshold: number }[] }>;

/** The most hosts that a message names. */
const NAMED = 3;

/** A notice that the system shows. One that is over only withdraws what was shown. */
export type ShownNotice = Exclude<AlertNotice, { kind: 'cleared' }>;

/** The text of a notice. */
export function messageOf(notice: ShownNotice, words: Translator): Message {
  switch (notice.kind) {
    case 'summary':
      return summaryMessage(notice, words);
    case 'filling':
      return fillingMessage(notice.hosts, words);
    case 'slower':
      return slowerMessage(notice.hosts, words);
    case 'cost':
      return costMessage(notice.hosts, words);
    case 'unusual':
      return unusualMessage(notice.hosts, words);
    case 'offline':
    case 'back':
    case 'rebooted':
      return hostsMessage(notice.kind, notice.hosts, words);
    default:
      return metricMessage(notice, words);
  }
}

/** Why a host needs attention, for a menu; null: it is silent. */
export function reasonOf(
  alert: Pick<ActiveAlert, 'kind' | 'value'> | null,
  words: Translator,
): string {
  if (alert === null) return words.t('tray.offline');
  return words.t('notice.metricAt', {
    metric: words.t(`metric.${alert.kind}.long`),
    value: words.value(alert.kind, alert.value),
  });
}

function hostsMessage(
  kind: 'offline' | 'back' | 'rebooted',
  hosts: readonly HostRef[],
  words: Translator,
): Message {
  const [first] = hosts;
  if (first !== undefined && hosts.length === 1)
    return {
      title: words.t(`notice.${kind}.one`, { host: first.hostname }),
      body: words.t(`notice.${kind}.why`, { n: OFFLINE_AFTER_S / MINUTE_S }),
      host: refOf(first),
    };
  const names = hosts.map(({ hostname }) => hostname);
  const title = words.t(`notice.${kind}.many`, { n: hosts.length });
  return { title, body: listed(names, words), host: null };
}

function fillingMessage(hosts: FillingNotice['hosts'], words: Translator): Message {
  const [first] = hosts;
  const inDays = ({ earliest, latest }: FillingNotice['hosts'][number]): string =>
    latest === null
      ? words.t('notice.filling.from', { n: earliest })
      : words.t('notice.filling.between', { days: earliest, n: latest });
  if (first !== undefined && hosts.length === 1)
    return {
      title: words.t('notice.filling.one', { host: first.hostname, when: inDays(first) }),
      body: words.t('notice.filling.why'),
      host: refOf(first),
    };
  const names = hosts.map((host) =>
    words.t('notice.filling.host', { host: host.hostname, when: inDays(host) }),
  );
  const title = words.t('notice.filling.many', { n: hosts.length });
  return { title, body: listed(names, words), host: null };
}

function slowerMessage(hosts: SlowerNotice['hosts'], words: Translator): Message {
  const [first] = hosts;
  const valuesOf = ({ hostname, function: name, percent }: SlowerNotice['hosts'][number]) => ({
    host: hostname,
    function: name,
    percent,
    n: pluralOfNames(name),
  });
  if (first !== undefined && hosts.length === 1)
    return {
      title: words.t('notice.slower.one', valuesOf(first)),
      body: words.t('notice.slower.why'),
      host: refOf(first),
    };
  const names = hosts.map((host) => words.t('notice.slower.host', valuesOf(host)));
  const title = words.t('notice.slower.many', { n: hosts.length });
  return { title, body: listed(names, words), host: null };
}

function costMessage(sources: CostNotice['hosts'], words: Translator): Message {
  const [first] = sources;
  const values = ({ source, dollars, limit }: CostNotice['hosts'][number]) => ({
    source,
    cost: dollarsText(dollars, words.locale),
    limit: dollarsText(limit, words.locale),
  });
  if (first !== undefined && sources.length === 1)
    return {
      title: words.t('notice.cost.one', values(first)),
      body: words.t('notice.cost.why', values(first)),
      host: null,
    };
  const names = sources.map((source) => words.t('notice.cost.source', values(source)));
  const title = words.t('notice.cost.many', { n: sources.length });
  return { title, body: listed(names, words), host: null };
}

function unusualMessage(hosts: UnusualNotice['hosts'], words: Translator): Message {
  const [first] = hosts;
  const values = ({ hostname, metric, value, limit }: UnusualNotice['hosts'][number]) => ({
    host: hostname,
    metric: words.t(`metric.${metric}.long`),
    value: words.value(metric, value),
    limit: words.value(metric, limit),
  });
  if (first !== undefined && hosts.length === 1) {
    const side = first.value > first.limit ? 'most' : 'least';
    return {
      title: words.t('notice.unusual.one', values(first)),
      body: words.t(`notice.unusual.why.${side}`, values(first)),
      host: refOf(first),
    };
  }
  const names = hosts.map((host) => words.t('notice.unusual.host', values(host)));
  const title = words.t('notice.unusual.many', { n: hosts.length });
  return { title, body: listed(names, words), host: null };
}

function metricMessage({ kind, hosts }: MetricNotice, words: Translator): Message {
  const [first] = hosts;
  const metric = words.t(`metric.${kind}.long`);
  if (first !== undefined && hosts.length === 1) {
    const { hostname, value, threshold, minutes, subject } = first;
    const values = { host: hostname, metric, value: words.value(kind, value), n: minutes };
    const host = refOf(first);
    // For custom metrics, the number beyond their limits says little; the text names them and their limits.
    if (kind === CUSTOM_METRIC && subject !== undefined)
      return {
        title: words.t('notice.metric.custom', { host: hostname, subject, n: minutes }),
        body: words.t('notice.metricAt', values),
        host,
      };
    const limit = words.value(kind, threshold);
    const body =
      subject === undefined
        ? words.t('notice.metric.why', { threshold: limit })
        : words.t('notice.metric.whyOf', { threshold: limit, subject });
    return { title: words.t('notice.metric.one', values), body, host };
  }
  const [threshold = 0, ...others] = new Set(hosts.map((host) => host.threshold));
  const form = others.length === 0 ? 'many' : 'manyOwn';
  const values = { metric, threshold: words.value(kind, threshold), n: hosts.length };
  const names = hosts.map(({ hostname, value }) =>
    words.t('notice.metric.host', { host: hostname, value: words.value(kind, value) }),
  );
  return {
    title: words.t(`notice.metric.${form}.${METRICS[kind].alert.direction}`, values),
    body: listed(names, words),
    host: null,
  };
}

function summaryMessage(summary: Summary, words: Translator): Message {
  const { host } = summary;
  const parts = [
    offlinePart(summary, words),
    backPart(summary, words),
    rebootedPart(summary, words),
    fillingPart(summary, words),
    slowerPart(summary, words),
    unusualPart(summary, words),
    summary.cost === undefined || summary.cost === 0
      ? null
      : words.t('notice.cost.many', { n: summary.cost }),
    ...METRIC_IDS.map((metric) => alertsPart(metric, summary, words)),
  ];
  const body = parts.filter((part) => part !== null).join(words.t('notice.summary.separator'));
  return { title: words.t('notice.summary.title'), body, host };
}

function offlinePart({ offline, stillOffline, host }: Summary, words: Translator): string | null {
  if (offline === 0) return null;
  const end = stillOffline === 0 ? 'back' : 'still';
  if (host !== null) return words.t(`notice.summary.offlineHost.${end}`, { host: host.hostname });
  if (stillOffline > 0 && stillOffline < offline)
    return words.t('notice.summary.offline.some', { hosts: offline, n: stillOffline });
  return words.t(`notice.summary.offline.${end}`, { n: offline });
}

function backPart({ back, host }: Summary, words: Translator): string | null {
  if (back === 0) return null;
  if (host !== null) return words.t('notice.back.one', { host: host.hostname });
  return words.t('notice.back.many', { n: back });
}

function rebootedPart({ rebooted = 0, host }: Summary, words: Translator): string | null {
  if (rebooted === 0) return null;
  if (host !== null) return words.t('notice.rebooted.one', { host: host.hostname });
  return words.t('notice.rebooted.many', { n: rebooted });
}

function fillingPart({ filling = 0, host }: Summary, words: Translator): string | null {
  if (filling === 0) return null;
  if (host !== null) return words.t('notice.summary.fillingHost', { host: host.hostname });
  return words.t('notice.summary.filling', { n: filling });
}

function slowerPart({ slower = 0, host }: Summary, words: Translator): string | null {
  if (slower === 0) return null;
  if (host !== null) return words.t('notice.summary.slowerHost', { host: host.hostname });
  return words.t('notice.summary.slower', { n: slower });
}

function unusualPart({ unusual = 0, host }: Summary, words: Translator): string | null {
  if (unusual === 0) return null;
  if (host !== null) return words.t('notice.summary.unusualHost', { host: host.hostname });
  return words.t('notice.unusual.many', { n: unusual });
}

function alertsPart(id: MetricId, summary: Summary, words: Translator): string | null {
  const { host } = summary;
  const count = summary[id] ?? 0;
  if (count === 0) return null;
  const metric = words.t(`metric.${id}.long`);
  if (host === null) return words.t('notice.summary.alerts', { metric, n: count });
  const { direction } = METRICS[id].alert;
  return words.t(`notice.summary.alertHost.${direction}`, { host: host.hostname, metric });
}

function listed(names: readonly string[], words: Translator): string {
  const rest = names.length - NAMED;
  const hosts = names.slice(0, NAMED).join(words.t('notice.hosts.separator'));
  return rest > 0 ? words.t('notice.hosts.more', { hosts, n: rest }) : hosts;
}

function refOf({ sourceId, hostname }: HostRef): HostRef {
  return { sourceId, hostname };
}

/** The message for the system: names are untrusted text, and Linux desktops parse the body as markup. */
export function shownText(
  { title, body }: Pick<Message, 'title' | 'body'>,
  platform: NodeJS.Platform,
): { title: string; body: string } {
  const safe = safeLines(body);
  return { title: safeText(title), body: platform === 'linux' ? safeMarkup(safe) : safe };
}
