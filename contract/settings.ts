import { z } from 'zod';
import { alertSettingsSchema } from './alerts.ts';
import { labelsSchema } from './labels.ts';
import { LOCALES } from './locale.ts';
import { tableNamesSchema } from './tables.ts';
import { savedViewSchema } from './views.ts';

/**
 * `auto`: connect when the environment asks for it (AWS_PROFILE, AWS_ENDPOINT_URL_DYNAMODB…);
 * `on`: always; `off`: never. So a first start reads nobody's account unasked.
 */
export const SOURCE_MODES = ['auto', 'on', 'off'] as const;

/** The layouts that a collector can write. */
export const TABLE_FORMATS = ['v2', 'legacy'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/**
 * Whose credentials a source is read with: `chain`, those that the AWS SDK finds (profile, SSO, environment); `stored`, the
 * access keys that the app keeps encrypted for it.
 */
export const CREDENTIAL_KINDS = ['chain', 'stored'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export const DEFAULT_SOURCE_ID = 'default';

const optionalText = z
  .string()
  .trim()
  .max(255)
  .transform((text) => (text === '' ? undefined : text))
  .optional();

/** Whether an address sends in the clear to another machine: over http, and not to this machine's own loopback. */
export function isPlainAddress(address: string): boolean {
  const [, authority] = /^http:\/*([^/?#\\]*)/iu.exec(address.trim()) ?? [];
  return authority !== undefined && !LOOPBACK.test(authority);
}

/** Names and numbers of the own machine, with or without a port. Other ways to write them count as another machine. */
const LOOPBACK = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d*)?$/iu;

export const endpointSchema = z
  .url({
    protocol: /^https?$/u,
    error: 'must be an http:// or https:// address, e.g. http://127.0.0.1:8000',
  })
  // It is shown, and stands in settings and reports as it is.
  .regex(/^[^/]*\/\/[^/?#@\\]*(?:[/?#]|$)/u, 'must not hold a name or a password')
  .regex(/^[^?#]*$/u, 'must not hold a query or a fragment ("?", "#")');

/** One AWS account and region (or endpoint) with its tables. Credentials themselves are never part of it. */
export const sourceConfigSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/u, 'must be 1 to 40 of a-z, 0-9 and "-"'),
  name: z.string().trim().min(1).max(80),
  mode: z.enum(SOURCE_MODES).default('auto'),
  /** AWS region; absent: what the SDK's own configuration says. */
  region: optionalText.pipe(
    z
      .string()
      .regex(/^[a-z0-9-]{3,40}$/u, 'must be a region name, e.g. eu-central-1')
      .optional(),
  ),
  /** Name of a profile of the shared AWS configuration. */
  profile: optionalText,
  /** Absent: `chain`. */
  credentials: z.enum(CREDENTIAL_KINDS).optional(),
  endpoint: endpointSchema.optional(),
  /** Whether an endpoint on another machine may be addressed by http://, in the clear. Absent: it may not. */
  plainHttp: z.boolean().optional(),
  tables: tableNamesSchema.prefault({}),
});

export type SourceConfig = z.infer<typeof sourceConfigSchema>;

export const settingsSchema = z.strictObject({
  version: z.literal(1).default(1),
  sources: z
    .array(sourceConfigSchema)
    .min(1)
    .max(20)
    .refine(
      (sources) => new Set(sources.map((source) => source.id)).size === sources.length,
      'source ids must differ',
    )
    .prefault([{ id: DEFAULT_SOURCE_ID, name: 'AWS' }]),
  collector: z
    .strictObject({
      enabled: z.boolean().default(false),
      /** Overrides the system's hostname. */
      hostname: optionalText,
      /** The source that this machine's samples go to. */
      sourceId: z.string().default(DEFAULT_SOURCE_ID),
      createTables: z.boolean().default(false),
      /** `legacy`: compressed batches, for fleets whose viewers predate the optimized layout. Absent: `v2`. */
      tableFormat: z.enum(TABLE_FORMATS).optional(),
      /** Whether samples name the processes that used most. Absent: they do. */
      processNames: z.boolean().optional(),
    })
    .prefault({}),
  sync: z
    .strictObject({
      intervalSeconds: z.int().min(30).max(3600).default(120),
      /** US cents a day that scans of a legacy table without index may cost unasked; 0: none. Absent: 1. */
      legacyBudgetCents: z.number().min(0).max(10_000).optional(),
    })
    .prefault({}),
  retention: z
    .strictObject({
      minuteDays: z.int().min(1).max(3650).default(90),
      rollupMonths: z.int().min(1).max(120).default(13),
    })
    .prefault({}),
  display: z
    .strictObject({
      theme: z.enum(['system', 'light', 'dark']).default('system'),
      timeZone: z.enum(['local', 'utc']).default('local'),
      hourCycle: z.enum(['auto', 'h12', 'h23']).default('auto'),
      locale: z.enum(['auto', ...LOCALES]).default('auto'),
    })
    .prefault({}),
  updates: z
    .strictObject({
      /** Whether a newer version is looked for once a day; the user can always look by themselves. */
      check: z.boolean().default(true),
    })
    .prefault({}),
  alerts: alertSettingsSchema.prefault({}),
  labels: labelsSchema,
  /** Saved views of the host list, each with a name of its own. */
  views: z.array(savedViewSchema).max(50).prefault([]),
});

export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** A change of whole sections: each section given replaces the stored one. */
export const settingsPatchSchema = z.strictObject({
  sources: settingsSchema.shape.sources.unwrap().optional(),
  collector: settingsSchema.shape.collector.unwrap().optional(),
  sync: settingsSchema.shape.sync.unwrap().optional(),
  retention: settingsSchema.shape.retention.unwrap().optional(),
  display: settingsSchema.shape.display.unwrap().optional(),
  updates: settingsSchema.shape.updates.unwrap().optional(),
  alerts: settingsSchema.shape.alerts.unwrap().optional(),
  labels: settingsSchema.shape.labels.unwrap().optional(),
  views: settingsSchema.shape.views.unwrap().optional(),
});

export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
