import { z } from 'zod';
import {
  ALERT_KINDS,
  alertOverrideSchema,
  alertSettingsSchema,
  maintenanceSchema,
  type AlertKind,
  type HostKind,
  type AlertOverride,
  type Maintenance,
} from '../../contract/alerts.ts';
import { channelSchema, type Channel } from '../../contract/channels.ts';
import { hostKey } from '../../contract/host.ts';
import { labelSchema } from '../../contract/labels.ts';
import { DEFAULT_SETTINGS, settingsPatchSchema } from '../../contract/settings.ts';
import { reasonOf } from '../../contract/issue-reasons.ts';
import type { SharedProblem, SharedReason, SharedValue } from '../../contract/sharing.ts';
import { customLimitsOf, uncountedMountsOf } from './alert-lists.ts';
import {
  CHANNEL_CONTENT,
  OWN_CHANNEL_FIELDS,
  RANK,
  channelAddress,
  isSharedChannel,
  ruleParts,
  type SharedSettings,
} from './fields.ts';
import { isShared, scopeIn, scopeKey, type SharedScope } from './scopes.ts';
import { partsOf, pathOf } from '../../contract/shared-paths.ts';
import { sameValue } from './register.ts';

/** Settings after shared values were taken over, and those that make no sense here: for them what held before holds on. */
export interface TakenOver {
  settings: SharedSettings;
  problems: SharedProblem[];
}

/** What a document says of one thing: its own value, and its fields by name. */
interface Entity {
  exists: boolean;
  fields: Map<string, SharedValue>;
}

/** The most that settings hold of each. */
const MOST_OVERRIDES = 200;
const MOST_LIMITS = 50;
const MOST_MOUNTS = 200;
const MOST_MAINTENANCE = 200;
const MOST_CHANNELS = 30;
const MOST_LABELS = 20;

/**
 * The settings with the shared values in place of their own. What is not shared stays. A channel that is new here, or that
 * now leads to another address, is off: somebody has to allow it here.
 */
export function takenOver(
  settings: SharedSettings,
  values: ReadonlyMap<string, SharedValue>,
  scope: SharedScope,
): TakenOver {
  const problems: SharedProblem[] = [];
  const things = thingsIn(values);
  const { alerts } = settings;
  const onProblem = (parts: string[]): void => {
    problems.push(problem(parts, 'is not valid', INVALID));
  };
  const customLimits = customLimitsOf(alerts.customLimits, things.limit, onProblem);
  const mounts = uncountedMountsOf(alerts.uncountedMounts, things.mount, scope, onProblem);
  const taken: SharedSettings = {
    labels: labelsOf(settings, things.label, scope, problems),
    alerts: {
      ...settings.alerts,
      ...(scope.whole ? rulesOf(settings, things.rule, problems) : {}),
      ...(scope.whole
        ? { customLimits: limited(customLimits, MOST_LIMITS, 'limit', problems) }
        : {}),
      uncountedMounts: limited(mounts, MOST_MOUNTS, 'mount', problems),
      overrides: overridesOf(settings, things.override, scope, problems),
      maintenance: maintenanceOf(settings, things.maintenance, scope, problems),
    },
    channels: scope.whole ? channelsOf(settings, things.channel, problems) : settings.channels,
  };
  const parsed = settingsPatchSchema.safeParse(taken);
  if (parsed.success) return { settings: taken, problems };
  problems.push({ ...refusal([], parsed.error, 0), reason: z.prettifyError(parsed.error) });
  return { settings, problems };
}

type Kind = 'label' | 'rule' | 'limit' | 'mount' | 'override' | 'maintenance' | 'channel';
type Things = Record<Kind, Map<string, Entity>>;

function thingsIn(values: ReadonlyMap<string, SharedValue>): Things {
  const things: Things = {
    label: new Map(),
    rule: new Map(),
    limit: new Map(),
    mount: new Map(),
    override: new Map(),
    maintenance: new Map(),
    channel: new Map(),
  };
  for (const [path, value] of values) {
    const [kind = '', id, name] = partsOf(path);
    if (!Object.hasOwn(things, kind) || id === undefined) continue;
    const of = things[kind as Kind];
    const thing = of.get(id) ?? { exists: false, fields: new Map<string, SharedValue>() };
    of.set(id, thing);
    if (name === undefined) thing.exists = value === true;
    else thing.fields.set(name, value);
  }
  return things;
}

function labelsOf(
  { labels }: SharedSettings,
  hosts: Things['label'],
  { sourceId }: SharedScope,
  problems: SharedProblem[],
): SharedSettings['labels'] {
  const start = hostKey({ sourceId, hostname: '' });
  const others = Object.entries(labels).filter(([key]) => !key.startsWith(start));
  const taken = [...hosts].flatMap(([hostname, { fields }]) => {
    const key = hostKey({ sourceId, hostname });
    const before = Object.hasOwn(labels, key) ? (labels[key] ?? []) : [];
    const named = [...fields.keys()].filter((label) => {
      const parsed = labelSchema.safeParse(label);
      if (parsed.success && parsed.data === label) return true;
      problems.push(problem(['label', hostname, label], 'is no label', { kind: 'no-label' }));
      return false;
    });
    // In the order that they have here; new ones follow.
    const ordered = [
      ...before.filter((label) => named.includes(label)),
      ...named.filter((label) => !before.includes(label)).sort(),
    ];
    if (ordered.length > MOST_LABELS)
      problems.push(
        problem(['label', hostname], `has over ${String(MOST_LABELS)} labels`, {
          kind: 'too-many',
          most: MOST_LABELS,
        }),
      );
    if (hostname === '' || key.length > 1100) {
      problems.push(problem(['label', hostname], 'is no host', { kind: 'no-host' }));
      return [];
    }
    return ordered.length === 0 ? [] : [[key, ordered.slice(0, MOST_LABELS)] as const];
  });
  return Object.fromEntries([...others, ...taken]);
}

function rulesOf(
  { alerts }: SharedSettings,
  rules: Things['rule'],
  problems: SharedProblem[],
): Partial<SharedSettings['alerts']> {
  return Object.fromEntries(
    ALERT_KINDS.map((kind: AlertKind) => {
      const { limits, ...others } = {
        ...ruleParts(DEFAULT_SETTINGS.alerts[kind]),
        ...Object.fromEntries(rules.get(kind)?.fields ?? []),
      };
      const rule = { ...(isObject(limits) ? limits : {}), ...others };
      if (sameValue(rule, alerts[kind] as unknown as SharedValue)) return [kind, alerts[kind]];
      const parsed = alertSettingsSchema.safeParse({ [kind]: rule });
      if (parsed.success) return [kind, parsed.data[kind]];
      problems.push(refusal(['rule', kind], parsed.error, 1));
      return [kind, alerts[kind]];
    }),
  ) as Partial<SharedSettings['alerts']>;
}

function overridesOf(
  { alerts }: SharedSettings,
  overrides: Things['override'],
  scope: SharedScope,
  problems: SharedProblem[],
): AlertOverride[] {
  const own = alerts.overrides.filter((override) => !isShared(override.scope, scope));
  const before = new Map(
    alerts.overrides
      .filter((override) => isShared(override.scope, scope))
      .reverse()
      .map((override) => [scopeKey(override.scope), override]),
  );
  const ordered = [...overrides].filter(([, { exists }]) => exists).sort(byRank);
  const taken = ordered.flatMap(([key, { fields }]): AlertOverride[] => {
    const covered = scopeIn(key, scope);
    if (covered === null || !isShared(covered, scope)) return [];
    const old = before.get(key) ?? null;
    const parsed = [...fields]
      .filter(([kind]) => kind !== RANK && kind !== 'scope')
      .map(([kind, rule]): [string, unknown] => {
        const one = alertOverrideSchema.safeParse({ scope: covered, [kind]: rule });
        if (one.success) return [kind, rule];
        problems.push(refusal(['override', key, kind], one.error, 1));
        return [kind, old?.[kind as HostKind]];
      })
      .filter(([, rule]) => rule !== undefined);
    const whole = alertOverrideSchema.safeParse({ scope: covered, ...Object.fromEntries(parsed) });
    if (whole.success) return [whole.data];
    problems.push(refusal(['override', key], whole.error, 0));
    return old === null ? [] : [old];
  });
  return limited([...own, ...taken], MOST_OVERRIDES, 'override', problems);
}

function byRank([a, { fields: one }]: [string, Entity], [b, { fields: two }]: [string, Entity]) {
  const rank = (fields: Entity['fields']): number => {
    const value = fields.get(RANK);
    return typeof value === 'number' ? value : Number.MAX_VALUE;
  };
  return rank(one) - rank(two) || (a < b ? -1 : 1);
}

function maintenanceOf(
  { alerts }: SharedSettings,
  announced: Things['maintenance'],
  scope: SharedScope,
  problems: SharedProblem[],
): Maintenance[] {
  const own = alerts.maintenance.filter((each) => !isShared(each.scope, scope));
  const before = alerts.maintenance.filter((each) => isShared(each.scope, scope));
  const place = (id: string): number => {
    const at = before.findIndex((each) => each.id === id);
    return at < 0 ? before.length : at;
  };
  const ids = [...announced].filter(([, { exists }]) => exists);
  ids.sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  const taken = ids.flatMap(([id, { fields }]): Maintenance[] => {
    const where = fields.get('scope');
    const named = isObject(where) ? where : {};
    const covered = Object.hasOwn(named, 'label')
      ? { kind: 'label', label: named['label'] }
      : { kind: 'host', sourceId: scope.sourceId, hostname: named['host'] };
    const time = fields.get('time');
    const parsed = maintenanceSchema.safeParse({
      id,
      scope: covered,
      ...(isObject(time) ? { from: time['from'], until: time['until'] } : {}),
      note: fields.get('note') ?? '',
    });
    if (parsed.success) return isShared(parsed.data.scope, scope) ? [parsed.data] : [];
    problems.push(refusal(['maintenance', id], parsed.error, 0));
    return before.filter((each) => each.id === id);
  });
  return limited([...own, ...taken], MOST_MAINTENANCE, 'maintenance', problems);
}

function channelsOf(
  { channels }: SharedSettings,
  shared: Things['channel'],
  problems: SharedProblem[],
): Channel[] {
  const exist = new Map([...shared].filter(([, { exists }]) => exists));
  const kept = channels.flatMap((channel): Channel[] => {
    if (!isSharedChannel(channel)) return [channel];
    const thing = exist.get(channel.id);
    return thing === undefined ? [] : [channelOf(channel.id, thing, channel, problems) ?? channel];
  });
  const here = new Set(channels.map(({ id }) => id));
  const added = [...exist].flatMap(([id, thing]) =>
    here.has(id) ? [] : (channelOf(id, thing, null, problems) ?? []),
  );
  return limited([...kept, ...added], MOST_CHANNELS, 'channel', problems);
}

function channelOf(
  id: string,
  { fields }: Entity,
  before: Channel | null,
  problems: SharedProblem[],
): Channel | null {
  const address = fields.get('address');
  // What each program decides for itself never comes from others: where secrets lie, which addresses are allowed.
  const where = isObject(address) ? channelAddress(address) : {};
  const content = CHANNEL_CONTENT.flatMap((name) =>
    fields.has(name) ? [[name, fields.get(name)] as const] : [],
  );
  const isSame = before !== null && sameValue(channelAddress(before), where);
  const own = Object.entries(before ?? {}).filter(([name]) => OWN_CHANNEL_FIELDS.has(name));
  const parsed = channelSchema.safeParse({
    ...where,
    ...Object.fromEntries(content),
    ...Object.fromEntries(own),
    id,
    enabled: isSame && before.enabled,
    ...(before === null ? { privateAddress: false, teller: 'one' } : {}),
  });
  if (parsed.success) return parsed.data;
  problems.push(refusal(['channel', id], parsed.error, 0));
  return null;
}

/** What exceeds the most that settings hold is left out: the last, which are new here. */
function limited<T>(all: T[], most: number, kind: Kind, problems: SharedProblem[]): T[] {
  if (all.length > most)
    problems.push(problem([kind], `there are over ${String(most)}`, { kind: 'too-many', most }));
  return all.slice(0, most);
}

const INVALID: SharedReason = { kind: 'schema', at: [], reason: { key: 'invalid' } };

function problem(parts: readonly string[], reason: string, why: SharedReason): SharedProblem {
  return { field: pathOf(...parts), reason, why };
}

/** What a schema refuses, with the name of the field below `levels` that the path says anyway. */
function refusal(parts: readonly string[], error: z.ZodError, levels: number): SharedProblem {
  const [issue] = error.issues;
  if (issue === undefined) return problem(parts, 'is not valid', INVALID);
  const at = issue.path.slice(levels).map(String);
  const reason = at.length === 0 ? issue.message : `${at.join('.')}: ${issue.message}`;
  return problem(parts, reason, { kind: 'schema', at, reason: reasonOf(issue) });
}

function isObject(value: unknown): value is Record<string, SharedValue> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
