import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../../contract/annotations.ts';
import { AppFailure } from '../../../../contract/errors.ts';
import { DEFAULT_SETTINGS } from '../../../../contract/settings.ts';
import { noteChanges, type NoteChange } from '../../../../fleet/sharing/note-file.ts';
import { parseFile, sharedFileText } from '../../../../fleet/sharing/shared-file.ts';

const NOW = 1_795_000_020;
const WHOLE = { sourceId: 'default', whole: true };
const ID = 'b7f1f0a6-51f5-4c53-9a8e-0d4f1d1c0001';
const WEB: Annotation = {
  id: ID,
  host: { sourceId: 'default', hostname: 'web-1' },
  at: NOW - 60,
  endedAt: null,
  text: 'Deployed',
  author: 'anna@desk',
  updatedAt: NOW - 50,
};
const FLEET = { ...WEB, id: ID.replace('1', '2'), host: null, endedAt: NOW };

function changes(
  annotations: readonly object[],
  here: readonly Annotation[] = [],
  scope = WHOLE,
): NoteChange[] {
  const file = parseFile(
    JSON.stringify({ kind: 'py-perf shared settings', format: 1, annotations }),
  );
  return noteChanges(file, {
    scope,
    here: (id) => here.find((note) => note.id === id) ?? null,
    author: 'ben@desk',
    now: NOW,
  });
}

function refusal(...input: Parameters<typeof changes>): string {
  try {
    changes(...input);
  } catch (error) {
    if (error instanceof AppFailure) return error.error.message;
    throw error;
  }
  return 'taken';
}

const entry = { id: ID, host: 'web-1', at: NOW - 60, text: 'Deployed' };

describe('annotations of a file', () => {
  it('survive a round trip, and change nothing where they came from', () => {
    const file = parseFile(sharedFileText(DEFAULT_SETTINGS, WHOLE, [WEB, FLEET]));
    const taken = (here: readonly Annotation[]): NoteChange[] =>
      noteChanges(file, {
        scope: WHOLE,
        here: (id) => here.find((note) => note.id === id) ?? null,
        author: null,
        now: NOW,
      });
    expect(taken([])).toEqual([
      { before: null, after: { ...WEB, updatedAt: NOW } },
      { before: null, after: { ...FLEET, updatedAt: NOW } },
    ]);
    expect(taken([WEB, FLEET])).toEqual([]);
  });

  it('without an author belong to the importer, or to their first author', () => {
    expect(changes([entry])[0]?.after.author).toBe('ben@desk');
    const [change] = changes([{ ...entry, text: 'Deployed 2' }], [WEB]);
    expect(change).toEqual({ before: WEB, after: { ...WEB, text: 'Deployed 2', updatedAt: NOW } });
  });

  it.each([
    ['no id', { ...entry, id: undefined }, 'annotations.0.id'],
    ['a made-up id', { ...entry, id: 'mine' }, 'annotations.0.id'],
    ['no text', { ...entry, text: ' ' }, 'annotations.0.text'],
    ['a long text', { ...entry, text: 'x'.repeat(501) }, 'annotations.0.text'],
    ['no time', { ...entry, at: '2026-11-30' }, 'annotations.0.at'],
    ['an end before its beginning', { ...entry, endedAt: 5 }, 'annotations.0'],
    ['a host that is none', { ...entry, host: 7 }, 'annotations.0.host'],
    ['an unknown field', { ...entry, updatedAt: 5 }, 'updatedAt'],
  ])('are refused with the name of the field: %s', (_name, wrong, field) => {
    expect(refusal([wrong])).toContain(field);
  });

  it('are refused if two share an id, if it is another source’s, and if the scope has no fleet', () => {
    expect(refusal([entry, entry])).toContain('annotations.1.id');
    const other = { ...WEB, host: { sourceId: 'other', hostname: 'web-1' } };
    expect(refusal([entry], [other])).toContain('source "other"');
    const part = { sourceId: 'default', whole: false };
    expect(refusal([{ ...entry, host: undefined }], [], part)).toContain('first source');
    expect(refusal([entry], [], part)).toBe('taken');
  });
});
