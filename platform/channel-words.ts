import { isAlertKind } from '../contract/alerts.ts';
import type { ChannelAlert, ChannelMessage, MessageState } from '../contract/channels.ts';
import { pluralOfNames } from '../contract/function-names.ts';
import type { Locale } from '../contract/locale.ts';
import { isMetricId, type MetricId } from '../contract/metrics.ts';
import { safeText } from '../contract/safe-text.ts';
import { channel as german } from '../locales/de/channel.ts';
import { channel as english } from '../locales/en/channel.ts';
import { channel as japanese } from '../locales/ja/channel.ts';
import { metricText } from '../locales/metric-text.ts';
import { dollarsText } from '../locales/numbers.ts';
import { createTranslator } from './translator.ts';

const TEXTS = { en: english, de: german, ja: japanese } as const satisfies Record<Locale, object>;
const translate = createTranslator((locale) => TEXTS[locale]);

/** Most alerts listed individually in a message. */
const NAMED = 20;

/** The text of a message to a channel: a title of one line, and a line per alert. Times are UTC. */
export function channelWords(
  { state, alerts }: Pick<ChannelMessage, 'state' | 'alerts'>,
  locale: Locale,
): Pick<ChannelMessage, 'title' | 'text'> {
  const say = (key: string, values: Record<string, string | number> = {}): string =>
    translate({ locale, key: `channel.${key}`, values, plural: Number(values['n'] ?? 1) });
  const [first] = alerts;
  if (first === undefined) return { title: say('test.title'), text: say('test.text') };
  const lines = alerts.slice(0, NAMED).map((alert) => {
    const line = lineOf(alert, locale, say);
    const isNoted = state === 'acknowledged' && alert.note !== '';
    return isNoted ? say('noted', { line, note: safeText(alert.note, 200) }) : line;
  });
  const more = alerts.length - lines.length;
  const text = [...lines, ...(more > 0 ? [say('more', { n: more })] : [])].join('\n');
  return { title: titleOf(state, first, alerts, locale, say), text };
}

type Say = (key: string, values?: Record<string, string | number>) => string;

function titleOf(
  state: MessageState,
  first: ChannelAlert,
  alerts: readonly ChannelAlert[],
  locale: Locale,
  say: Say,
): string {
  const { kind, hostname, value } = first;
  const metric = metricOfAlert(first);
  // One host can have several alerts, if its functions become slower at different times.
  const hosts = new Set(alerts.map((alert) => alert.hostname)).size;
  const n = kind === 'slower' ? hosts : alerts.length;
  // Another program can send kinds unknown to this release.
  const what = isMetricId(kind) ? 'metric' : isAlertKind(kind) ? kind : 'other';
  const which = state === 'resolved' ? 'resolved' : 'firing';
  const isNamed = alerts.length === 1 && (kind !== 'unusual' || metric !== null);
  const title = say(`${which}.${what}.${isNamed ? 'one' : 'many'}`, {
    n,
    host: safeText(hostname, 120),
    kind: safeText(kind, 40),
    when: kind === 'filling' ? inDays(first, say) : '',
    ...(isNamed ? slowerValues(first) : {}),
    ...costValues(first, locale),
    metric: metric === null ? '' : metricName(metric, locale),
    value: metric === null ? '' : metricText(metric, value, locale),
  });
  return state === 'reminder' || state === 'acknowledged' ? say(state, { title }) : title;
}

function lineOf(alert: ChannelAlert, locale: Locale, say: Say): string {
  const { kind, hostname, startedAt, endedAt, value, threshold } = alert;
  const values = {
    host: safeText(hostname, 120),
    from: utc(startedAt),
    ...costValues(alert, locale),
  };
  if (kind === 'rebooted') return say('at', values);
  if (endedAt !== null) return say('span', { ...values, to: utc(endedAt) });
  if (kind === 'filling') return say('fills', { ...values, when: inDays(alert, say) });
  if (kind === 'cost') return say('costs', values);
  if (kind === 'slower') return say('slower', { ...values, ...slowerValues(alert) });
  const metric = metricOfAlert(alert);
  if (metric === null || value === null || threshold === null) return say('since', values);
  const side = value > threshold ? 'most' : 'least';
  return say(kind === 'unusual' ? `unusual.${side}` : 'sinceValue', {
    ...values,
    metric: metricName(metric, locale),
    value: metricText(metric, value, locale),
    threshold: metricText(metric, threshold, locale),
  });
}

/** The metric of an unusual value is known only to the program that detected it. */
function metricOfAlert({ kind, metric }: ChannelAlert): MetricId | null {
  return isMetricId(kind) ? kind : metric;
}

/** When a disk will be full. Unknown if only another program has the forecast. */
function inDays({ value, threshold }: ChannelAlert, say: Say): string {
  if (value === null) return say('soon');
  return threshold === null
    ? say('fromDays', { n: value })
    : say('betweenDays', { n: threshold, days: value });
}

/** The slower functions, and the slowdown of the first. Unknown if only another program has them. */
function slowerValues({
  kind,
  subject = '',
  value,
}: ChannelAlert): Record<string, string | number> {
  if (kind !== 'slower') return {};
  return {
    function: safeText(subject, 300) || '?',
    percent: value === null ? '?' : String(value),
    n: pluralOfNames(subject),
  };
}

/** Cost of a source this month and its limit. Another program keeps its own accounts. */
function costValues(
  { kind, value, threshold }: ChannelAlert,
  locale: Locale,
): Record<string, string> {
  if (kind !== 'cost') return {};
  const text = (amount: number | null): string =>
    amount === null ? '?' : dollarsText(amount, locale);
  return { cost: text(value), limit: text(threshold) };
}

function metricName(kind: string, locale: Locale): string {
  return translate({ locale, key: `metric.${kind}.long`, values: {}, plural: 1 });
}

/** `2026-11-30 14:05 UTC`: receivers can be in any time zone. */
function utc(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
