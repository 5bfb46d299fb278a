import { ALERT_KINDS, type AlertOverride } from '../../contract/alerts.ts';
import type { Channel } from '../../contract/channels.ts';
import { hostKey } from '../../contract/host.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../contract/settings.ts';
import type { SharedValue } from '../../contract/sharing.ts';
import { pathOf } from '../../contract/shared-paths.ts';
import { addAlertLists } from './alert-lists.ts';
import { isShared, scopeKey, type SharedScope, type Values } from './scopes.ts';
import { sameValue } from './register.ts';

/** The part of the settings that is shared. */
export type SharedSettings = Pick<Settings, 'labels' | 'alerts' | 'channels'>;

/** Fields of a channel that each program decides for itself. */
export const OWN_CHANNEL_FIELDS: ReadonlySet<string> = new Set([
  'enabled',
  'privateAddress',
  'teller',
  'secrets',
]);
/** Fields of a channel that say what it tells; the others say where to. */
export const CHANNEL_CONTENT = [
  'name',
  'kinds',
  'severities',
  'labels',
  'resolved',
  'quietHours',
  'template',
] as const;

/** The parts of a rule: its limits belong together, because one bounds the other. */
export function ruleParts(rule: object): Record<string, SharedValue> {
  const parts: Record<string, SharedValue> = {};
  const limits: Record<string, SharedValue> = {};
  for (const [name, value] of Object.entries(rule) as [string, SharedValue | undefined][]) {
    if (value === undefined) continue;
    if (RULE_PARTS.has(name)) parts[name] = value;
    else limits[name] = value;
  }
  return Object.keys(limits).length === 0 ? parts : { ...parts, limits };
}

const RULE_PARTS: ReadonlySet<string> = new Set(['enabled', 'forMinutes', 'afterMinutes']);

/** What a channel says of where to: its type, and what else only channels of its type have. */
export function channelAddress(channel: object): Record<string, SharedValue> {
  const content: readonly string[] = CHANNEL_CONTENT;
  return Object.fromEntries(
    Object.entries(channel).filter(
      ([name, value]) =>
        name !== 'id' &&
        value !== undefined &&
        !OWN_CHANNEL_FIELDS.has(name) &&
        !content.includes(name),
    ),
  ) as Record<string, SharedValue>;
}

/** Whether a channel is shared: not one that this program tells alone. */
export function isSharedChannel({ teller }: Channel): boolean {
  return teller === 'one';
}

/**
 * What the settings say, field by field. A rule that is as the catalogue has it is absent. `known` are the values that are
 * shared so far: numbers give the order of overrides, and stay where the order did not change.
 */
export function valuesOf(
  settings: SharedSettings,
  scope: SharedScope,
  known: ReadonlyMap<string, SharedValue>,
): Values {
  const values: Values = new Map();
  const start = hostKey({ sourceId: scope.sourceId, hostname: '' });
  for (const [key, labels] of Object.entries(settings.labels)) {
    if (!key.startsWith(start)) continue;
    for (const label of labels) values.set(pathOf('label', key.slice(start.length), label), true);
  }
  addOverrides(values, settings.alerts.overrides, scope, known);
  for (const { id, scope: covered, from, until, note } of settings.alerts.maintenance) {
    if (!isShared(covered, scope)) continue;
    values.set(pathOf('maintenance', id), true);
    values.set(
      pathOf('maintenance', id, 'scope'),
      covered.kind === 'label' ? { label: covered.label } : { host: covered.hostname },
    );
    values.set(pathOf('maintenance', id, 'time'), { from, until });
    if (note !== '') values.set(pathOf('maintenance', id, 'note'), note);
  }
  addAlertLists(values, settings.alerts, scope);
  if (!scope.whole) return values;
  for (const kind of ALERT_KINDS) {
    const usual = ruleParts(DEFAULT_SETTINGS.alerts[kind]);
    for (const [part, value] of Object.entries(ruleParts(settings.alerts[kind])))
      if (!sameValue(value, usual[part])) values.set(pathOf('rule', kind, part), value);
  }
  for (const channel of settings.channels)
    if (isSharedChannel(channel)) addChannel(values, channel);
  return values;
}

function addOverrides(
  values: Values,
  overrides: readonly AlertOverride[],
  scope: SharedScope,
  known: ReadonlyMap<string, SharedValue>,
): void {
  const shared = overrides.filter((override) => isShared(override.scope, scope));
  for (const override of shared) {
    const key = scopeKey(override.scope);
    values.set(pathOf('override', key), true);
    for (const [kind, rule] of Object.entries(override)) {
      const path = pathOf('override', key, kind);
      // Of two overrides with one scope the first counts, rule by rule.
      if (kind !== 'scope' && rule !== undefined && !values.has(path))
        values.set(path, rule as SharedValue);
    }
  }
  const keys = [
    ...new Set(
      shared.flatMap((each) => (each.scope.kind === 'label' ? [scopeKey(each.scope)] : [])),
    ),
  ];
  const ranks = keys.map((key) => known.get(pathOf('override', key, RANK)));
  let last = 0;
  keys.forEach((key, index) => {
    const rank = ranks[index];
    if (typeof rank !== 'number' || rank <= last) {
      const next = ranks
        .slice(index + 1)
        .find((later) => typeof later === 'number' && later > last);
      last = typeof next === 'number' ? (last + next) / 2 : Math.floor(last) + 1;
    } else last = rank;
    values.set(pathOf('override', key, RANK), last);
  });
}

/** The field of an override that says where it stands among those of labels. */
export const RANK = 'rank';

function addChannel(values: Values, channel: Channel): void {
  const { id } = channel;
  values.set(pathOf('channel', id), true);
  values.set(pathOf('channel', id, 'address'), channelAddress(channel));
  const fields: Readonly<Record<string, unknown>> = channel;
  for (const name of CHANNEL_CONTENT) {
    const value = fields[name] as SharedValue | undefined;
    if (value !== undefined) values.set(pathOf('channel', id, name), value);
  }
}
