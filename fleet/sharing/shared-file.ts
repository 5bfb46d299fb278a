import { z } from 'zod';
import {
  ALERT_KINDS,
  alertOverrideSchema,
  alertSettingsSchema,
  customLimitSchema,
  isAlertKind,
  maintenanceSchema,
  uncountedMountSchema,
  type AlertOverride,
  type AlertScope,
  type Maintenance,
  type UncountedMount,
} from '../../contract/alerts.ts';
import { MOST_ANNOTATIONS, type Annotation } from '../../contract/annotations.ts';
import { channelSchema, type Channel } from '../../contract/channels.ts';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import { hostKey } from '../../contract/host.ts';
import { labelSchema } from '../../contract/labels.ts';
import { safeText } from '../../contract/safe-text.ts';
import { settingsPatchSchema } from '../../contract/settings.ts';
import type { SharedChange } from '../../contract/sharing.ts';
import {
  CHANNEL_CONTENT,
  OWN_CHANNEL_FIELDS,
  channelAddress,
  isSharedChannel,
  valuesOf,
  type SharedSettings,
} from './fields.ts';
import { isShared, scopeKey, type SharedScope } from './scopes.ts';
import { namedPath } from '../../contract/shared-paths.ts';
import { sameValue } from './register.ts';

/** What the file says that it is. */
const KIND = 'py-perf shared settings';
const FORMAT = 1;

const record = z.record(z.string(), z.unknown());
const fileSchema = z.strictObject({
  kind: z.literal(KIND),
  format: z.literal(FORMAT),
  labels: z.record(z.string().min(1).max(1024), z.array(labelSchema).max(20)).optional(),
  rules: record.optional(),
  customLimits: z.array(customLimitSchema).max(50).optional(),
  uncountedMounts: z.array(record).max(200).optional(),
  overrides: z.array(record).max(200).optional(),
  maintenance: z.array(record).max(200).optional(),
  channels: z.array(record).max(30).optional(),
  annotations: z.array(record).max(MOST_ANNOTATIONS).optional(),
});
/** A file of what is shared, as far as its form says. */
export type SharedFile = z.infer<typeof fileSchema>;

/** What is shared, as a file that people read and edit: without secrets, and without what each machine decides itself. */
export function sharedFileText(
  settings: SharedSettings,
  scope: SharedScope,
  notes: readonly Annotation[] = [],
): string {
  const start = hostKey({ sourceId: scope.sourceId, hostname: '' });
  const { alerts } = settings;
  const labels = Object.entries(settings.labels)
    .filter(([key]) => key.startsWith(start))
    .map(([key, names]) => [key.slice(start.length), names] as const);
  const file = {
    kind: KIND,
    format: FORMAT,
    labels: Object.fromEntries(labels),
    ...(scope.whole
      ? {
          rules: Object.fromEntries(ALERT_KINDS.map((kind) => [kind, alerts[kind]])),
          customLimits: alerts.customLimits,
        }
      : {}),
    uncountedMounts: alerts.uncountedMounts
      .filter(({ scope: covered }) => (covered ? isShared(covered, scope) : scope.whole))
      .map(({ scope: covered, mount }) => ({ ...(covered ? named(covered) : {}), mount })),
    overrides: alerts.overrides
      .filter((each) => isShared(each.scope, scope))
      .map(({ scope: covered, ...rules }) => ({ ...named(covered), ...rules })),
    maintenance: alerts.maintenance
      .filter((each) => isShared(each.scope, scope))
      .map(({ scope: covered, ...rest }) => ({ ...named(covered), ...rest })),
    ...(scope.whole
      ? { channels: settings.channels.filter(isSharedChannel).map(withoutOwnFields) }
      : {}),
    annotations: notes.map(({ host, updatedAt: _own, ...note }) => ({
      ...(host === null ? {} : { host: host.hostname }),
      ...note,
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * The settings after a file was taken over: what it names replaces what is here, all else stays. A channel that is new here
 * or that gets another address is off. Throws `AppFailure` with the field that is wrong.
 */
export function withSharedFile(
  settings: SharedSettings,
  text: string,
  scope: SharedScope,
): SharedSettings {
  const file = parseFile(text);
  if (!scope.whole && (file.rules ?? file.customLimits ?? file.channels) !== undefined)
    throw refused('rules and channels go with the first source that is shared, not with this one');
  const taken: SharedSettings = {
    labels: { ...settings.labels, ...labelsIn(file, scope) },
    alerts: {
      ...settings.alerts,
      ...rulesIn(file),
      customLimits: replaced(
        settings.alerts.customLimits,
        file.customLimits ?? [],
        ({ name, direction }) => JSON.stringify([name, direction]),
      ),
      uncountedMounts: replaced(settings.alerts.uncountedMounts, mountsIn(file, scope), (each) =>
        JSON.stringify(each, ['scope', 'kind', 'label', 'sourceId', 'hostname', 'mount']),
      ),
      overrides: replaced(
        settings.alerts.overrides,
        overridesIn(file, scope),
        ({ scope: covered }) =>
          JSON.stringify([covered.kind === 'host' ? covered.sourceId : '', scopeKey(covered)]),
      ),
      maintenance: replaced(
        settings.alerts.maintenance,
        maintenanceIn(file, scope),
        ({ id }) => id,
      ),
    },
    channels: replaced(settings.channels, channelsIn(file, settings), ({ id }) => id),
  };
  const parsed = settingsPatchSchema.safeParse({
    ...taken,
    labels: Object.fromEntries(
      Object.entries(taken.labels).filter(([, names]) => names.length > 0),
    ),
  });
  if (!parsed.success) throw refused(prettify(parsed.error));
  const { labels, alerts, channels } = parsed.data;
  return {
    labels: labels ?? settings.labels,
    alerts: alerts ?? settings.alerts,
    channels: channels ?? settings.channels,
  };
}

/** What differs between two settings, field by field. */
export function changesBetween(
  before: SharedSettings,
  after: SharedSettings,
  scope: SharedScope,
): SharedChange[] {
  const old = valuesOf(before, scope, new Map());
  const fresh = valuesOf(after, scope, new Map());
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((path) => !sameValue(old.get(path), fresh.get(path)))
    .map((path) => ({
      field: namedPath(path),
      before: old.get(path) ?? null,
      after: fresh.get(path) ?? null,
    }));
}

/** Throws `AppFailure` (`invalid-input`, `newer-data`) where the text is no such file. */
export function parseFile(text: string): SharedFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refused(`it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const format = (json as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > FORMAT)
    throw appFailure(
      'newer-data',
      'The file was written by a newer version of this program.',
      'Update this program, then import it.',
    );
  const parsed = fileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw refused(prettify(parsed.error));
}

function labelsIn(
  { labels = {} }: SharedFile,
  { sourceId }: SharedScope,
): SharedSettings['labels'] {
  return Object.fromEntries(
    Object.entries(labels).map(([hostname, names]) => [hostKey({ sourceId, hostname }), names]),
  );
}

function rulesIn({ rules = {} }: SharedFile): Partial<SharedSettings['alerts']> {
  for (const kind of Object.keys(rules))
    if (!isAlertKind(kind)) throw refused(`rules.${kind}: is no kind of alert`);
  const parsed = alertSettingsSchema.safeParse(rules);
  if (!parsed.success) throw refused(prettify(parsed.error, 'rules'));
  const { data } = parsed;
  return Object.fromEntries(
    ALERT_KINDS.filter((kind) => Object.hasOwn(rules, kind)).map((kind) => [kind, data[kind]]),
  ) as Partial<SharedSettings['alerts']>;
}

function overridesIn({ overrides = [] }: SharedFile, scope: SharedScope): AlertOverride[] {
  return overrides.map((override, index) => {
    const { label, host, ...rules } = override;
    const place = `overrides.${String(index)}`;
    const covered = scopeIn(label, host, scope, place);
    return parsedBy(alertOverrideSchema, { ...rules, scope: covered }, place);
  });
}

function mountsIn({ uncountedMounts = [] }: SharedFile, scope: SharedScope): UncountedMount[] {
  return uncountedMounts.map((each, index) => {
    const { label, host, ...rest } = each;
    const place = `uncountedMounts.${String(index)}`;
    const isOfAll = label === undefined && host === undefined && scope.whole;
    const covered = isOfAll ? {} : { scope: scopeIn(label, host, scope, place) };
    return parsedBy(uncountedMountSchema, { ...rest, ...covered }, place);
  });
}

function maintenanceIn({ maintenance = [] }: SharedFile, scope: SharedScope): Maintenance[] {
  return maintenance.map((each, index) => {
    const { label, host, ...rest } = each;
    const place = `maintenance.${String(index)}`;
    return parsedBy(
      maintenanceSchema,
      { ...rest, scope: scopeIn(label, host, scope, place) },
      place,
    );
  });
}

function channelsIn({ channels = [] }: SharedFile, settings: SharedSettings): Channel[] {
  return channels.map((channel, index) => {
    const place = `channels.${String(index)}`;
    for (const name of OWN_CHANNEL_FIELDS)
      if (Object.hasOwn(channel, name))
        throw refused(`${place}.${name}: each machine decides that for itself; remove it`);
    const before = settings.channels.find(({ id }) => id === channel['id']);
    const fresh = parsedBy(channelSchema, { ...channel, enabled: false }, place);
    if (before === undefined) return fresh;
    const own = Object.entries(before).filter(([name]) => OWN_CHANNEL_FIELDS.has(name));
    const isSame = sameValue(channelAddress(before), channelAddress(fresh));
    const enabled = isSame && before.enabled;
    return parsedBy(channelSchema, { ...channel, ...Object.fromEntries(own), enabled }, place);
  });
}

function scopeIn(
  label: unknown,
  host: unknown,
  { sourceId, whole }: SharedScope,
  place: string,
): AlertScope {
  if (typeof label === 'string' && host === undefined) {
    if (!whole)
      throw refused(`${place}.label: labels' rules go with the first source that is shared`);
    return { kind: 'label', label };
  }
  if (typeof host === 'string' && label === undefined)
    return { kind: 'host', sourceId, hostname: host };
  throw refused(`${place}: must name a "label" or a "host"`);
}

function named(scope: AlertScope): { label: string } | { host: string } {
  return scope.kind === 'label' ? { label: scope.label } : { host: scope.hostname };
}

function withoutOwnFields(channel: Channel): Record<string, unknown> {
  const { id, name, ...rest } = channel;
  const content = Object.entries(rest).filter(([key]) =>
    (CHANNEL_CONTENT as readonly string[]).includes(key),
  );
  return { id, name, ...channelAddress(channel), ...Object.fromEntries(content) };
}

/** What is here, each that comes in its place, and new ones at the end. */
function replaced<T>(here: readonly T[], come: readonly T[], keyOf: (item: T) => string): T[] {
  const fresh = new Map(come.map((item) => [keyOf(item), item]));
  const kept = here.map((item) => fresh.get(keyOf(item)) ?? item);
  const known = new Set(here.map(keyOf));
  return [...kept, ...[...fresh].flatMap(([key, item]) => (known.has(key) ? [] : [item]))];
}

/** Throws `AppFailure` (`invalid-input`) with the field, below `place`, that is wrong. */
export function parsedBy<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refused(prettify(parsed.error, place));
}

/** Each problem with the field that has it. */
function prettify(error: z.ZodError, place = ''): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => {
      const field = [...(place === '' ? [] : [place]), ...path.map(String)].join('.');
      return `${safeText(field, 200)}: ${safeText(message, 200)}`;
    })
    .join('; ');
}

/** The failure of an import that changed nothing. */
export function refused(problem: string): AppFailure {
  return appFailure(
    'invalid-input',
    `The file cannot be imported: ${problem}.`,
    'Nothing was changed. Correct the file; "share export" prints one of that form.',
  );
}
