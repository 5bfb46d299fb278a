import { withoutSchema } from './collector-without.ts';
import { z } from 'zod';
import { isRegionName } from './aws-regions.ts';
import { alertSettingsSchema } from './alerts.ts';
import { channelsSchema } from './channels.ts';
import { labelsSchema } from './labels.ts';
import { networkPatchSchema, networkSettingsSchema } from './network.ts';
import { because } from './reasons.ts';
import { schemasOf } from './setting-descriptors.ts';
import { tableNamesSchema } from './tables.ts';
import { savedViewSchema } from './views.ts';

/**
 * `auto`: connect when the environment asks for it (AWS_PROFILE, AWS_ENDPOINT_URL_DYNAMODB…);
 * `on`: always; `off`: never. So a first start reads nobody's account unasked.
 */
export const SOURCE_MODES = ['auto', 'on', 'off'] as const;

/** Layouts that a collector can write. */
export const TABLE_FORMATS = ['v2', 'legacy'] as const;
/** Layout that the collector writes: the v2 table, or the legacy one of the Python daemon. */
export type TableFormat = (typeof TABLE_FORMATS)[number];

/**
 * Whose credentials a source is read with: `chain`, those that the AWS SDK finds (profile, SSO, environment); `stored`,
 * the access keys that the app keeps encrypted for it.
 */
export const CREDENTIAL_KINDS = ['chain', 'stored'] as const;
/** Where a source's credentials come from: the AWS chain, or keys stored in the app. */
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** Id of the source of a fresh installation. */
export const DEFAULT_SOURCE_ID = 'default';

const optionalText = z
  .string()
  .trim()
  .max(255)
  .transform((text) => (text === '' ? undefined : text))
  .optional();

/** Whether an address is unencrypted and leaves this machine: http, and not loopback. */
export function isPlainAddress(address: string): boolean {
  const [, authority] = /^http:\/*([^/?#\\]*)/iu.exec(address.trim()) ?? [];
  return authority !== undefined && !LOOPBACK.test(authority);
}

/** Loopback names and addresses, with or without a port. Other spellings count as another machine. */
const LOOPBACK = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d*)?$/iu;

const httpUrl = z.url({ protocol: /^https?$/u });

/** As accepted by 0.1.0. It appears unchanged in settings and reports, so it must not contain a secret. */
const storedEndpointSchema = z
  .string()
  .trim()
  .refine((text) => httpUrl.safeParse(text).success, because('address'))
  .refine((text) => /^[^/]*\/\/[^/?#@\\]*(?:[/?#]|$)/u.test(text), because('noPassword'));

/** Whether an address holds a query or a fragment, which no DynamoDB endpoint has. */
export function hasQuery(address: string): boolean {
  return /[?#]/u.test(address);
}

/** Address of a DynamoDB endpoint as accepted today. */
export const endpointSchema = storedEndpointSchema.refine(
  (text) => !hasQuery(text),
  because('noQuery'),
);

/** A role that a source's credentials assume before any access (STS `AssumeRole`). */
export const roleConfigSchema = z.strictObject({
  arn: z
    .string()
    .trim()
    .refine(
      (text) => /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/u.test(text),
      because('roleArn'),
    ),
  /** External id required by the owner of a role in another account. */
  externalId: optionalText.pipe(
    z
      .string()
      .refine((text) => /^[\w+=,.@:/-]{2,255}$/u.test(text), because('externalId'))
      .optional(),
  ),
  /** Shown in the account's CloudTrail; absent: `py-perf-desktop`. */
  sessionName: optionalText.pipe(
    z
      .string()
      .refine((text) => /^[\w+=,.@-]{2,64}$/u.test(text), because('sessionName'))
      .optional(),
  ),
});

/** A role that a source's credentials assume. */
export type RoleConfig = z.infer<typeof roleConfigSchema>;

/** One AWS account and region (or endpoint) with its tables. Credentials themselves are never part of it. */
export const sourceConfigSchema = z.strictObject({
  id: z.string().refine((text) => /^[a-z0-9-]{1,40}$/u.test(text), because('sourceId')),
  name: z.string().trim().min(1).max(80),
  mode: z.enum(SOURCE_MODES).default('auto'),
  /** AWS region; absent: from the SDK's own configuration. */
  region: optionalText.pipe(z.string().refine(isRegionName, because('region')).optional()),
  /** Name of a profile of the shared AWS configuration. */
  profile: optionalText,
  /** Absent: `chain`. */
  credentials: z.enum(CREDENTIAL_KINDS).optional(),
  role: roleConfigSchema.optional(),
  endpoint: endpointSchema.optional(),
  /** Whether unencrypted http:// is allowed for an endpoint on another machine. Absent: no. */
  plainHttp: z.boolean().optional(),
  /** Whether labels, rules, maintenance and channels are shared with the team in its registry. Absent: no. */
  shared: z.boolean().optional(),
  tables: tableNamesSchema.prefault({}),
});

/** A source in `settings.json`: one with an address no longer accepted fails alone, not the whole settings. */
const storedSourceSchema = sourceConfigSchema.extend({ endpoint: storedEndpointSchema.optional() });

/** A source of tables: account, region, endpoint, credentials and table names. */
export type SourceConfig = z.infer<typeof sourceConfigSchema>;

/** The whole of `settings.json`. Every field has a default; unknown fields are refused. */
export const settingsSchema = z.strictObject({
  version: z.literal(1).default(1),
  sources: z
    .array(storedSourceSchema)
    .min(1)
    .max(20)
    .refine(
      (sources) => new Set(sources.map((source) => source.id)).size === sources.length,
      because('sourceIdsDiffer'),
    )
    .prefault([{ id: DEFAULT_SOURCE_ID, name: 'AWS' }]),
  collector: z
    .strictObject({
      enabled: z.boolean().default(false),
      /** Overrides the system's hostname. */
      hostname: optionalText,
      /** The source that receives this machine's samples. */
      sourceId: z.string().default(DEFAULT_SOURCE_ID),
      ...schemasOf('collector'),
      /** `legacy`: compressed batches, for fleets whose viewers predate the optimized layout. Absent: `v2`. */
      tableFormat: z.enum(TABLE_FORMATS).optional(),
      /** Whether samples list the busiest processes. Absent: yes. */
      processNames: z.boolean().optional(),
      /** Measurements that the collector skips, and excluded interfaces. Absent: none. */
      without: z.array(withoutSchema).max(20).optional(),
    })
    .prefault({}),
  network: networkSettingsSchema.prefault({}),
  sync: z.strictObject(schemasOf('sync')).prefault({}),
  retention: z.strictObject(schemasOf('retention')).prefault({}),
  traffic: z.strictObject(schemasOf('traffic')).prefault({}),
  display: z.strictObject(schemasOf('display')).prefault({}),
  functions: z
    .strictObject({
      /** Watched folders of the py-perf library's local mode. Only the shell's dialog and this file can set them. */
      folders: z.array(z.string().min(1).max(4096)).max(20).default([]),
    })
    .prefault({}),
  updates: z.strictObject(schemasOf('updates')).prefault({}),
  alerts: alertSettingsSchema.prefault({}),
  /** Channels that receive alerts. */
  channels: channelsSchema,
  labels: labelsSchema,
  /** Saved views of the host list, names unique. */
  views: z.array(savedViewSchema).max(50).prefault([]),
});

/** Parsed settings, defaults filled in. */
export type Settings = z.infer<typeof settingsSchema>;

/** Settings of a fresh installation. */
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** A change by sections: each given section replaces the stored one. */
export const settingsPatchSchema = z.strictObject({
  sources: settingsSchema.shape.sources.unwrap().optional(),
  collector: settingsSchema.shape.collector.unwrap().optional(),
  network: networkPatchSchema.optional(),
  sync: settingsSchema.shape.sync.unwrap().optional(),
  retention: settingsSchema.shape.retention.unwrap().optional(),
  traffic: settingsSchema.shape.traffic.unwrap().optional(),
  display: settingsSchema.shape.display.unwrap().optional(),
  updates: settingsSchema.shape.updates.unwrap().optional(),
  alerts: settingsSchema.shape.alerts.unwrap().optional(),
  channels: settingsSchema.shape.channels.unwrap().optional(),
  labels: settingsSchema.shape.labels.unwrap().optional(),
  views: settingsSchema.shape.views.unwrap().optional(),
});

/**
 * Sections of the settings to replace; absent ones stay. Paths are excluded: those of `functions` and the CA file of
 * `network` stay unchanged.
 */
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
