import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isRegionName } from '../../contract/aws-regions.ts';
import { appFailure } from '../../contract/errors.ts';
import type { TableFormat } from '../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { parsePythonYaml } from './python-yaml.ts';

const percent = z.number().min(0).max(100);

/** The keys that have an effect here, by section. */
const KNOWN = {
  daemon: {
    enable_dynamodb_upload: z.boolean(),
    dynamodb_table_name: z.string().regex(/^[a-zA-Z0-9_.-]{3,255}$/u, 'is no table name'),
    dynamodb_region: z.string().refine(isRegionName, 'is no region name'),
    sample_interval: z.number().positive(),
    upload_interval: z.number().positive(),
  },
  monitoring: { cpu_alert_threshold: percent, memory_alert_threshold: percent },
} as const;

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

/** The daemon's default region. */
const DEFAULT_REGION = 'us-east-1';

/** What a `daemon.yaml` says that matters to this collector. Unset keys are absent. */
export interface DaemonConfig {
  /** Whether the daemon uploads. Absent if the file does not say; the daemon then does not. */
  uploads?: boolean;
  region?: string;
  /** Table of the legacy layout. */
  legacyTable?: string;
  /** The layout that the daemon writes, if it is the legacy one. */
  tableFormat?: Extract<TableFormat, 'legacy'>;
  cpuAlertPercent?: number;
  memoryAlertPercent?: number;
  /** Messages for the user about keys that are unknown, invalid or not supported. */
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

/**
 * Parses the text of a `daemon.yaml` as the daemon does; messages call the file `name`. Invalid values are noted and
 * skipped. Throws `AppFailure` (`settings-damaged`) if the text as a whole cannot be parsed.
 */
export function parseDaemonYaml(text: string, name = 'daemon.yaml'): DaemonConfig {
  const notes: string[] = [];
  const document = parseSections(text, name);
  const daemon = new Section('daemon', document['daemon'], { name, notes });
  const monitoring = new Section('monitoring', document['monitoring'], { name, notes });
  const uploads = daemon.value('enable_dynamodb_upload', KNOWN.daemon.enable_dynamodb_upload);
  const region = daemon.value('dynamodb_region', KNOWN.daemon.dynamodb_region);
  const table = daemon.value('dynamodb_table_name', KNOWN.daemon.dynamodb_table_name);
  const config: DaemonConfig = {
    ...when('uploads', uploads),
    ...when(
      'region',
      region ?? (daemon.has('dynamodb_region') ? undefined : defaultRegion(uploads)),
    ),
    ...legacyOf(table, uploads),
    ...when(
      'cpuAlertPercent',
      monitoring.value('cpu_alert_threshold', KNOWN.monitoring.cpu_alert_threshold),
    ),
    ...when(
      'memoryAlertPercent',
      monitoring.value('memory_alert_threshold', KNOWN.monitoring.memory_alert_threshold),
    ),
    notes,
  };
  if (config.tableFormat !== undefined && table !== undefined)
    notes.push(
      `${name}: the table ${table} has the legacy layout, so samples are written in it; --table-format v2 writes the other.`,
    );
  noteIntervals(daemon, { name, notes });
  notes.push(...unknownKeys(document, name));
  return config;
}

/** The daemon uploads to its default region if its file names none. */
function defaultRegion(uploads: boolean | undefined): string | undefined {
  return uploads === true ? DEFAULT_REGION : undefined;
}

/** The daemon writes the optimized layout into the table of exactly this name, and the legacy one into any other. */
function legacyOf(
  table: string | undefined,
  uploads: boolean | undefined,
): Pick<DaemonConfig, 'legacyTable' | 'tableFormat'> {
  if (table === undefined || table === DEFAULT_TABLE_NAMES.system) return {};
  // If uploads are off, its table says nothing about what the fleet reads.
  return { legacyTable: table, ...(uploads === false ? {} : { tableFormat: 'legacy' }) };
}

interface Notes {
  name: string;
  notes: string[];
}

/** A section of the file, whose values are checked one by one. */
class Section {
  readonly #title: string;
  readonly #values: Record<string, unknown>;
  readonly #out: Notes;

  constructor(title: string, values: unknown, out: Notes) {
    this.#title = title;
    this.#values = isSection(values) ? values : {};
    this.#out = out;
    // A section without keys is null in YAML.
    if (values != null && !isSection(values))
      out.notes.push(`${out.name}: ${title} is not a section and is ignored.`);
  }

  /** Whether the file sets a key; null counts as unset. */
  has(key: string): boolean {
    return this.#values[key] != null;
  }

  /** The value of a key; undefined if it is unset or invalid. */
  value<T>(key: string, schema: z.ZodType<T>): T | undefined {
    if (!this.has(key)) return undefined;
    const parsed = schema.safeParse(this.#values[key]);
    if (parsed.success) return parsed.data;
    const { name, notes } = this.#out;
    notes.push(
      `${name}: ${this.#title}.${key} is ignored: ${shown(this.#values[key])} is not valid there (${parsed.error.issues[0]?.message ?? 'invalid'}).`,
    );
    return undefined;
  }
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}

function parseSections(text: string, name: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = parsePythonYaml(text);
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
 * The stored layout has one item per host and minute, so the daemon's intervals are ignored. A note says what is done
 * instead.
 */
function noteIntervals(daemon: Section, { name, notes }: Notes): void {
  const sample = daemon.value('sample_interval', KNOWN.daemon.sample_interval);
  if (sample !== undefined && sample !== 60)
    notes.push(
      `${name}: daemon.sample_interval (${String(sample)} s) is ignored: one sample a minute, its CPU the mean over the whole minute.`,
    );
  const upload = daemon.value('upload_interval', KNOWN.daemon.upload_interval);
  if (upload !== undefined && upload !== 60)
    notes.push(
      `${name}: daemon.upload_interval (${String(upload)} s) is ignored: each sample is uploaded at once.`,
    );
}

function unknownKeys(document: Record<string, unknown>, name: string): string[] {
  const known = new Map(
    Object.entries(KNOWN).map(([section, keys]) => [section, new Set(Object.keys(keys))]),
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
  return `${name}: "${key}" is unknown and has no effect.`;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function when<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}
