import { sourceConfigSchema, type SourceConfig } from '../../contract/settings.ts';

/** What a form about a source holds: text in every field, empty where nothing is set. */
export interface SourceDraft {
  id: string;
  name: string;
  mode: SourceConfig['mode'];
  region: string;
  profile: string;
  endpoint: string;
  tables: { system: string; legacy: string; registry: string };
}

/** Problems by the path of their field (`endpoint`, `tables.system`). */
export type FieldProblems = Readonly<Record<string, string>>;

export function draftOf(source: SourceConfig): SourceDraft {
  return {
    id: source.id,
    name: source.name,
    mode: source.mode,
    region: source.region ?? '',
    profile: source.profile ?? '',
    endpoint: source.endpoint ?? '',
    tables: { ...source.tables },
  };
}

/** The source that a draft describes, or why it describes none. */
export function parseDraft(
  draft: SourceDraft,
): { source: SourceConfig } | { problems: FieldProblems } {
  const endpoint = draft.endpoint.trim();
  const { region, profile, ...rest } = draft;
  const parsed = sourceConfigSchema.safeParse({
    ...rest,
    ...(region.trim() === '' ? {} : { region }),
    ...(profile === '' ? {} : { profile }),
    endpoint: endpoint === '' ? undefined : endpoint,
  });
  if (parsed.success) return { source: withoutUndefined(parsed.data) };
  const problems: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) problems[path.join('.')] ??= message;
  return { problems };
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
  return Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined),
  ) as SourceConfig;
}
