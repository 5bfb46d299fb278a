import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { appFailure } from '../../contract/errors.ts';

const percent = z.number().min(0).max(100);

const knownSchema = z.object({
  daemon: z
    .object({
      enable_dynamodb_upload: z.boolean(),
      dynamodb_table_name: z.string().regex(/^[a-zA-Z0-9_.-]{3,255}$/u, 'is no table name'),
      dynamodb_region: z.string().regex(/^[a-z0-9-]{3,40}$/u, 'is no region name'),
      sample_interval: z.number().positive(),
      upload_interval: z.number().positive(),
    })
    .partial()
    .nullish(),
  monitoring: z
    .object({ cpu_alert_threshold: percent, memory_alert_threshold: percent })
    .partial()
    .nullish(),
});

/** Keys that the Python daemon knows and that mean nothing here: not worth a warning. */
const IRRELEVANT = new Set([
  'daemon.pid_file',
  'daemon.log_file',
  'daemon.data_dir',
  'daemon.max_samples',
  'daemon.data_retention_hours',
  'daemon.enable_network_monitoring',
  'monitoring.auto_track_python',
  'monitoring.track_processes',
]);
const IRRELEVANT_SECTIONS = new Set(['export', 'integration', 'security']);

/** What a `daemon.yaml` says that matters to this collector; what it leaves open is absent. */
export interface DaemonConfig {
  /** Whether the daemon uploads; absent: the file does not say (the daemon then does not). */
  uploads?: boolean;
  region?: string;
  /** Table of the legacy layout. */
  legacyTable?: string;
  /** Table of the optimized layout: the daemon's own name for it is fixed, so only a name that ends in `-v2`. */
  systemTable?: string;
  cpuAlertPercent?: number;
  memoryAlertPercent?: number;
  /** Sentences for the user: keys that are unknown, and settings that cannot be followed. */
  notes: string[];
}

/** Reads the `daemon.yaml` at `path`. Throws `AppFailure` (`not-found`, `settings-damaged`). */
export function readDaemonYaml(path: string): DaemonConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw appFailure(
      'not-found',
      `${path} cannot be read.`,
      'Check the path and its permissions.',
      cause,
    );
  }
  return parseDaemonYaml(text, path);
}

/** Parses the text of a `daemon.yaml`; `name` is how messages call the file. Throws `AppFailure` (`settings-damaged`). */
export function parseDaemonYaml(text: string, name = 'daemon.yaml'): DaemonConfig {
  const document = parseYaml(text, name);
  const parsed = knownSchema.safeParse(document);
  if (!parsed.success)
    throw appFailure(
      'settings-damaged',
      `${name} is not valid: ${z.prettifyError(parsed.error)}`,
      'Correct the values named.',
      parsed.error,
    );
  // A section without keys is null in YAML.
  const daemon = parsed.data.daemon ?? {};
  const monitoring = parsed.data.monitoring ?? {};
  const table = daemon.dynamodb_table_name;
  return {
    ...when('uploads', daemon.enable_dynamodb_upload),
    ...when('region', daemon.dynamodb_region),
    ...(table?.endsWith('-v2') === true ? { systemTable: table } : when('legacyTable', table)),
    ...when('cpuAlertPercent', monitoring.cpu_alert_threshold),
    ...when('memoryAlertPercent', monitoring.memory_alert_threshold),
    notes: [...intervalNotes(daemon, name), ...unknownKeys(document, name)],
  };
}

function parseYaml(text: string, name: string): Record<string, unknown> {
  let document: unknown;
  try {
    // A few aliases are legitimate; thousands are an attack on memory.
    document = parse(text, { maxAliasCount: 20 });
  } catch (cause) {
    throw appFailure(
      'settings-damaged',
      `${name} is not YAML: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Correct the file.',
      cause,
    );
  }
  if (document === null || document === undefined) return {};
  if (!isSection(document))
    throw appFailure(
      'settings-damaged',
      `${name} holds no sections.`,
      'It should begin with "daemon:".',
    );
  return document;
}

/**
 * The stored layout has one item per host and minute, so the daemon's intervals are not followed: whoever set them is told what is
 * done instead.
 */
function intervalNotes(
  {
    sample_interval,
    upload_interval,
  }: { sample_interval?: number | undefined; upload_interval?: number | undefined },
  name: string,
): string[] {
  const notes = [];
  if (sample_interval !== undefined && sample_interval !== 60)
    notes.push(
      `${name}: daemon.sample_interval (${String(sample_interval)} s) is not followed: one sample a minute, its CPU the mean over the whole minute.`,
    );
  if (upload_interval !== undefined && upload_interval !== 60)
    notes.push(
      `${name}: daemon.upload_interval (${String(upload_interval)} s) is not followed: each sample is uploaded at once.`,
    );
  return notes;
}

function unknownKeys(document: Record<string, unknown>, name: string): string[] {
  const known = new Map(
    Object.entries(knownSchema.shape).map(([section, schema]) => [
      section,
      new Set(Object.keys(schema.unwrap().unwrap().shape)),
    ]),
  );
  return Object.entries(document).flatMap(([section, content]) => {
    if (IRRELEVANT_SECTIONS.has(section)) return [];
    const keys = known.get(section);
    if (keys === undefined) return [unknown(name, section)];
    if (!isSection(content)) return [];
    return Object.keys(content)
      .filter((key) => !keys.has(key) && !IRRELEVANT.has(`${section}.${key}`))
      .map((key) => unknown(name, `${section}.${key}`));
  });
}

function unknown(name: string, key: string): string {
  return `${name}: "${key}" is not known and has no effect.`;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function when<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}
