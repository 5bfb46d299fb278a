import type { z } from 'zod';
import {
  isPlainAddress,
  sourceConfigSchema,
  type CredentialKind,
  type SourceConfig,
} from '../../../contract/settings.ts';

/** The source form: text in every field, empty if nothing is set. */
export interface SourceDraft {
  id: string;
  name: string;
  mode: SourceConfig['mode'];
  region: string;
  profile: string;
  credentials: CredentialKind;
  role: { arn: string; externalId: string; sessionName: string };
  endpoint: string;
  /** Whether an http:// endpoint on another machine is allowed; irrelevant for others. */
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

/** The source that a draft describes, or why it is invalid. */
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

/** An id for a new source: its name in lower case, made unique. */
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

/** Optional fields are absent instead of undefined, as in the settings file and in IPC. */
function withoutUndefined(source: SourceConfig): SourceConfig {
  return JSON.parse(JSON.stringify(source)) as SourceConfig;
}
