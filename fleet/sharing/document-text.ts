import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { LONGEST_DOCUMENT, type SharedValue } from '../../contract/sharing.ts';
import type { SharedKind } from './shared-kinds.ts';
import { MOST_VERSIONS, type Fields, type Register, type Version } from './register.ts';

/** A shared document: its fields, and the names of the replicas that set them. */
export interface SharedDocument {
  fields: Fields;
  /** By replica: how its program calls itself. */
  names: ReadonlyMap<string, string>;
}

/** A document of nothing. */
export const EMPTY_DOCUMENT: SharedDocument = { fields: new Map(), names: new Map() };

/** The format that this release writes; a document of a greater one is left alone. */
const FORMAT = 1;
/** Characters from which a document is packed: scans of the registry are charged by the size of what lies there. */
const PACKED_FROM = 1500;
/** Characters of a document before it is packed: a small one may unpack to anything. */
const LONGEST_UNPACKED = 8_000_000;
const MOST_FIELDS = 50_000;
const LONGEST_FIELD = 2000;
const LONGEST_NAME = 80;
/** Levels that a value may have. */
const DEEPEST = 12;
const REPLICA = /^[a-z0-9]{4,16}$/u;
/** The last millisecond that a JavaScript date knows. */
const LAST_MS = 8.64e15;

const versionSchema = z.strictObject({
  v: z.unknown().optional(),
  r: z.string().regex(REPLICA),
  c: z.record(z.string().regex(REPLICA), z.int().min(0).max(LAST_MS)),
});
const contentsSchema = z.looseObject({
  names: z.record(z.string(), z.unknown()),
  fields: z.record(z.string(), z.unknown()),
});

/**
 * The document in the text of its row; `name` is that of the row, for messages. Throws `AppFailure`: `newer-data` where a
 * newer release wrote it, `bad-answer` where it is none.
 */
export function parseDocument(text: string, name: string): SharedDocument {
  if (text.length > LONGEST_DOCUMENT)
    throw damaged(name, `it is longer than ${String(LONGEST_DOCUMENT)} characters`);
  const outer = parseJson(text, name);
  const format = outer['format'];
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1)
    throw damaged(name, 'format: must be a whole number');
  if (format > FORMAT)
    throw appFailure(
      'newer-data',
      `What the team shares (${rowOf(name)}) was written by a newer version of this program.`,
      'Update this program. Until then, what was shared before holds here, and nothing is sent.',
    );
  const { packed } = outer;
  if (packed === undefined) return contentsOf(outer, name);
  if (typeof packed !== 'string') throw damaged(name, 'packed: must be text');
  return contentsOf(parseJson(unpacked(packed, name), name), name);
}

/**
 * The text of a document, packed where that is worth it; `kindOf` names what a field is, for the message. Throws
 * `AppFailure` (`invalid-input`) where it is too long for its row.
 */
export function documentText(
  document: SharedDocument,
  kindOf: (field: string) => SharedKind,
): string {
  const contents = storedText(document);
  const plain = `{"format":${String(FORMAT)},${contents.slice(1)}`;
  if (plain.length < PACKED_FROM) return plain;
  const packed = deflateRawSync(contents, { level: 9 }).toString('base64');
  const text = JSON.stringify({ format: FORMAT, packed });
  if (text.length <= LONGEST_DOCUMENT) return text;
  throw tooLarge(document, text.length, kindOf);
}

/** Says how large it is, what most of it is, and what to do about that. */
function tooLarge(
  document: SharedDocument,
  length: number,
  kindOf: (field: string) => SharedKind,
): AppFailure {
  const sizes = new Map<SharedKind, number>();
  for (const [field, register] of document.fields) {
    const kind = kindOf(field);
    const size = field.length + JSON.stringify(register).length;
    sizes.set(kind, (sizes.get(kind) ?? 0) + size);
  }
  const [[largest, size] = ['labels', 0] as const] = [...sizes].sort(([, a], [, b]) => b - a);
  const all = [...sizes.values()].reduce((sum, each) => sum + each, 0);
  const percent = String(Math.round((size / Math.max(all, 1)) * 100));
  const kinds = [...sizes.keys()].sort().join(', ');
  const share = sizes.size > 1 ? ` Most of it, ${percent} %, is ${largest}.` : '';
  return appFailure(
    'invalid-input',
    `These are too large to be shared: ${kinds}. They have ${String(length)} characters, packed; ` +
      `${String(LONGEST_DOCUMENT)} is the most.${share}`,
    `Remove ${largest} that nobody needs. Until then, changes made here to these stay here; all else is shared.`,
  );
}

/** A document as it lies in the local store. */
export function storedText({ fields, names }: SharedDocument): string {
  const used = new Set<string>();
  const stored: [string, unknown][] = [];
  // In order: what is alike lies together, and two replicas write the same text.
  for (const field of [...fields.keys()].sort()) {
    const register = fields.get(field) ?? [];
    for (const { replica } of register) used.add(replica);
    stored.push([
      field,
      register.map(({ value, replica, clock }) => ({
        ...(value === undefined ? {} : { v: value }),
        r: replica,
        c: clock,
      })),
    ]);
  }
  const kept = [...names]
    .filter(([replica]) => used.has(replica))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ names: Object.fromEntries(kept), fields: Object.fromEntries(stored) });
}

/** The document that `storedText` wrote. Throws `AppFailure` where it is damaged. */
export function parseStored(text: string, name: string): SharedDocument {
  return contentsOf(parseJson(text, name), name);
}

/** Both documents. Of two names of a replica the greater one is kept: everyone decides alike. */
export function mergeNames(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
): Map<string, string> {
  const merged = new Map(a);
  for (const [replica, name] of b) {
    const mine = a.get(replica);
    if (mine === undefined || mine < name) merged.set(replica, name);
  }
  return merged;
}

function contentsOf(contents: Record<string, unknown>, name: string): SharedDocument {
  const parsed = contentsSchema.safeParse(contents);
  if (!parsed.success) throw damaged(name, firstIssue(parsed.error));
  const stored = Object.entries(parsed.data.fields);
  if (stored.length > MOST_FIELDS) throw damaged(name, `it has over ${String(MOST_FIELDS)} fields`);
  const names = new Map<string, string>();
  for (const [replica, called] of Object.entries(parsed.data.names))
    if (REPLICA.test(replica) && typeof called === 'string')
      names.set(replica, safeText(called, LONGEST_NAME));
  const fields = new Map<string, Register>();
  for (const [field, versions] of stored) fields.set(field, registerOf(field, versions, name));
  return { fields, names };
}

function registerOf(field: string, versions: unknown, name: string): Register {
  const shown = safeText(field, 100);
  if (field.length > LONGEST_FIELD)
    throw damaged(name, `${shown}: the name of a field is too long`);
  if (!Array.isArray(versions) || versions.length === 0 || versions.length > MOST_VERSIONS)
    throw damaged(name, `${shown}: must be a list of 1 to ${String(MOST_VERSIONS)} versions`);
  return versions.map((version): Version => {
    const parsed = versionSchema.safeParse(version);
    if (!parsed.success) throw damaged(name, `${shown}: ${firstIssue(parsed.error)}`);
    const { v: value, r: replica, c: clock } = parsed.data;
    if (!isShallow(value, DEEPEST)) throw damaged(name, `${shown}: its value has too many levels`);
    if (!Object.hasOwn(clock, replica)) throw damaged(name, `${shown}: c: lacks its author`);
    // JSON, by its origin.
    return { ...(value === undefined ? {} : { value: value as SharedValue }), replica, clock };
  });
}

function parseJson(text: string, name: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged(name, 'it is not JSON');
  }
  if (json === null || typeof json !== 'object' || Array.isArray(json))
    throw damaged(name, 'it is no JSON object');
  return json as Record<string, unknown>;
}

function unpacked(packed: string, name: string): string {
  try {
    const bytes = inflateRawSync(Buffer.from(packed, 'base64'), {
      maxOutputLength: LONGEST_UNPACKED,
    });
    return bytes.toString('utf8');
  } catch {
    throw damaged(name, 'packed: cannot be unpacked');
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined
    ? 'invalid'
    : `${safeText(issue.path.join('.'), 60)}: ${safeText(issue.message, 100)}`;
}

function rowOf(name: string): string {
  return `row "#py-perf-desktop/${name}" of the registry`;
}

function damaged(name: string, problem: string): AppFailure {
  return appFailure(
    'bad-answer',
    `What the team shares (${rowOf(name)}) cannot be read: ${problem}.`,
    'What was shared before holds here, and nothing is sent. Somebody who may write there can delete the row: ' +
      'the next program that shares writes it anew from what it has.',
  );
}
