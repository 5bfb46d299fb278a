import type { z } from 'zod';
import {
  isPlainAddress,
  sourceConfigSchema,
  type CredentialKind,
  type SourceConfig,
} from '../../../contract/settings.ts';

/** What a form about a source holds: text in every field, empty where nothing is set. */
export interface SourceDraft {
  id: string;
  name: string;
  mode: SourceConfig['mode'];
  region: string;
  profile: string;
  credentials: CredentialKind;
  role: { arn: string; externalId: string; sessionName: string };
  endpoint: string;
  /** Whether an endpoint on another machine may be addressed in the clear; of no meaning for others. */
  plainHttp: boolean;
  tables: { system: string; legacy: string; registry: string; functions: string };
}

/** A stored source as text fields. */
export function draftOf(source: SourceConfig): SourceDraft {
  return {
    id: source.id,
    name: source.name,
    mode: source.mode,
    region: source.region ?? '',
    profile: source.profile ?? '',
    credentials: source.credentials ?? 'chain',
    role: {
      arn: source.role?.arn ?? '',
      externalId: source.role?.externalId ?? '',
      sessionName: source.role?.sessionName ?? '',
    },
    endpoint: source.endpoint ?? '',
    plainHttp: source.plainHttp ?? false,
    tables: { ...source.tables },
  };
}

/** The source that a draft describes, or why it describes none. */
export function parseDraft(draft: SourceDraft): z.ZodSafeParseResult<SourceConfig> {
  const endpoint = draft.endpoint.trim();
  const { region, profile, credentials, plainHttp, role, ...rest } = draft;
  const isPlain = isPlainAddress(endpoint);
  const ownKeys = credentials === 'stored';
  const parsed = sourceConfigSchema.safeParse({
    ...rest,
    ...(region.trim() === '' ? {} : { region }),
    ...(profile === '' || ownKeys ? {} : { profile }),
    ...(ownKeys ? { credentials } : {}),
    ...(role.arn.trim() === '' ? {} : { role }),
    endpoint: endpoint === '' ? undefined : endpoint,
    ...(isPlain && plainHttp ? { plainHttp } : {}),
  });
  return parsed.success ? { success: true, data: withoutUndefined(parsed.data) } : parsed;
}

/** An id for a new source: its name in small letters, made different from those in use. */
export function newSourceId(name: string, taken: readonly string[]): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
    .slice(0, 30);
  const base = slug === '' ? 'source' : slug;
  if (!taken.includes(base)) return base;
  for (let n = 2; ; n += 1) {
    const id = `${base}-${String(n)}`;
    if (!taken.includes(id)) return id;
  }
}

/** Optional fields are absent rather than undefined, as the settings file and IPC have them. */
function withoutUndefined(source: SourceConfig): SourceConfig {
  return JSON.parse(JSON.stringify(source)) as SourceConfig;
}
