import { z } from 'zod';
import type { Annotation } from '../../contract/annotations.ts';
import { safeLines, safeText } from '../../contract/safe-text.ts';
import { namedPath, pathOf } from '../../contract/shared-paths.ts';
import type { SharedChange } from '../../contract/sharing.ts';
import { noteValue, sharedNoteSchema } from './note-sharing.ts';
import { sameValue } from './register.ts';
import type { SharedScope } from './scopes.ts';
import { parsedBy, refused, type SharedFile } from './shared-file.ts';

/** An annotation that a file brings. */
export interface NoteChange {
  /** Null: it is new here. */
  before: Annotation | null;
  after: Annotation;
}

/** What a file's annotations are compared with. */
export interface NoteChangesOptions {
  scope: SharedScope;
  /** The annotation of an id here. */
  here: (id: string) => Annotation | null;
  /** Who wrote those that name nobody; null: not known. */
  author: string | null;
  /** Unix seconds. */
  now: number;
}

const idSchema = z.strictObject({ id: z.uuid() });

/** The annotations of a file that are not here as they are there. Throws `AppFailure` with the field that is wrong. */
export function noteChanges(
  { annotations = [] }: SharedFile,
  { scope, here, author, now }: NoteChangesOptions,
): NoteChange[] {
  const seen = new Set<string>();
  return annotations.flatMap(({ id: wanted, host: hostname = null, ...rest }, index) => {
    const place = `annotations.${String(index)}`;
    const { id } = parsedBy(idSchema, { id: wanted }, place);
    if (seen.has(id)) throw refused(`${place}.id: another annotation of the file has it`);
    seen.add(id);
    const before = here(id);
    const usual = { endedAt: null, author: before === null ? author : before.author };
    const value = parsedBy(sharedNoteSchema, { ...usual, ...rest, host: hostname }, place);
    if (value.host === null && !scope.whole)
      throw refused(`${place}: those of the whole fleet go with the first source that is shared`);
    const host = value.host === null ? null : { sourceId: scope.sourceId, hostname: value.host };
    if (before?.host && before.host.sourceId !== (host?.sourceId ?? scope.sourceId))
      throw refused(`${place}.id: is an annotation of the source "${before.host.sourceId}" here`);
    const after = {
      ...value,
      id,
      host,
      text: safeLines(value.text),
      author: value.author === null ? null : safeText(value.author, 200),
      updatedAt: now,
    };
    if (before !== null && sameValue(noteValue(before), noteValue(after))) return [];
    return [{ before, after }];
  });
}

/** A change as an import shows it. */
export function noteChangeShown({ before, after }: NoteChange): SharedChange {
  return {
    field: namedPath(pathOf('note', after.id)),
    before: before === null ? null : noteValue(before),
    after: noteValue(after),
  };
}
