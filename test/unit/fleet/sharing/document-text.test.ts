import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AppFailure, type AppError } from '../../../../contract/errors.ts';
import {
  documentText,
  parseDocument,
  parseStored,
  storedText,
  type SharedDocument,
} from '../../../../fleet/sharing/document-text.ts';
import { changed } from '../../../../fleet/sharing/register.ts';
import { kindOfField } from '../../../../fleet/sharing/shared-kinds.ts';
import { randomText } from '../../../support/random-text.ts';

function documentOf(count: number): SharedDocument {
  const fields = Array.from(
    { length: count },
    (_, index) =>
      [`label/host-${String(index)}/web`, changed([], 'aaaa', 1_795_000_000_000, true)] as const,
  );
  return { fields: new Map(fields), names: new Map([['aaaa', 'anna@laptop']]) };
}

function failureOf(text: string): AppError {
  return thrownBy(() => parseDocument(text, 'shared'));
}

function thrownBy(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppFailure) return error.error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const VERSION = { v: 1, r: 'aaaa', c: { aaaa: 5 } };
const withFields = (fields: unknown): string => JSON.stringify({ format: 1, names: {}, fields });

describe('the text of a document', () => {
  it.each([0, 1, 5, 1000])('survives a round trip with %i fields', (count) => {
    const document = documentOf(count);
    const text = documentText(document, kindOfField);
    const read = parseDocument(text, 'shared');
    expect(read.fields).toEqual(document.fields);
    expect(JSON.parse(text)).toMatchObject({ format: 1 });
    expect(parseStored(storedText(document), 'shared').fields).toEqual(document.fields);
  });

  it('costs at most one read unit for the labels of a thousand hosts', () => {
    expect(documentText(documentOf(1000), kindOfField).length).toBeLessThan(8192);
  });

  it('is plain JSON while it is small', () => {
    expect(JSON.parse(documentText(documentOf(2), kindOfField))).toMatchObject({
      names: { aaaa: 'anna@laptop' },
      fields: { 'label/host-1/web': [{ v: true, r: 'aaaa', c: { aaaa: 1_795_000_000_000 } }] },
    });
  });

  it('names only authors of existing values', () => {
    const { fields } = documentOf(1);
    const names = new Map([
      ['aaaa', 'anna'],
      ['bbbb', 'ben'],
    ]);
    expect(parseDocument(documentText({ fields, names }, kindOfField), 'shared').names).toEqual(
      new Map([['aaaa', 'anna']]),
    );
  });

  it.each([
    ['label', 0, /^These are too large to be shared: labels\. They have \d+ characters, packed/u],
    ['note', 0, /too large to be shared: annotations\. .* 300000 is the most\.$/u],
    ['label', 40, /: labels, overrides\. .* Most of it, 8\d %, is labels\.$/u],
  ])('is refused if it is too long for its row, with the reason: %s, %i', (kind, others, told) => {
    const random = Array.from({ length: 300 }, (_, index) => {
      const name = randomText(1200, String(index));
      const path = index < others ? `override/host:${name}` : `${kind}/${name}/x`;
      return [path, changed([], 'aaaa', 1, true)] as const;
    });
    const failure = thrownBy(() =>
      documentText({ fields: new Map(random), names: new Map() }, kindOfField),
    );
    expect(failure.message).toMatch(told);
    expect(failure.hint).toContain(kind === 'note' ? 'Remove annotations' : 'Remove labels');
  });
});

describe('a hostile document', () => {
  it.each([
    ['nothing', ''],
    ['half of one', documentText(documentOf(3), kindOfField).slice(0, 90)],
    ['a number', '7'],
    ['a list', '[]'],
    ['no format', '{"fields":{},"names":{}}'],
    ['text for fields', withFields('x')],
    ['a list of fields', withFields([[VERSION]])],
    ['no versions', withFields({ 'rule/cpu/enabled': [] })],
    ['too many versions', withFields({ a: Array.from({ length: 21 }, () => VERSION) })],
    ['an author of another form', withFields({ a: [{ ...VERSION, r: '__proto__' }] })],
    ['no clock', withFields({ a: [{ v: 1, r: 'aaaa' }] })],
    ['a clock without its author', withFields({ a: [{ v: 1, r: 'aaaa', c: { bbbb: 1 } }] })],
    ['a negative time', withFields({ a: [{ v: 1, r: 'aaaa', c: { aaaa: -1 } }] })],
    ['a time beyond all dates', withFields({ a: [{ v: 1, r: 'aaaa', c: { aaaa: 9e15 } }] })],
    ['an unknown part', withFields({ a: [{ ...VERSION, x: 1 }] })],
    [
      'a deep value',
      withFields({
        a: [{ ...VERSION, v: JSON.parse('['.repeat(60) + ']'.repeat(60)) as unknown }],
      }),
    ],
    ['a long name', withFields({ ['a'.repeat(3000)]: [VERSION] })],
    ['what cannot be unpacked', '{"format":1,"packed":"AAAA"}'],
    [
      'what unpacks to anything',
      JSON.stringify({
        format: 1,
        packed: deflateRawSync('a'.repeat(9_000_000)).toString('base64'),
      }),
    ],
    ['too much', JSON.stringify({ format: 1, packed: 'a'.repeat(300_000) })],
    [
      'levels without end',
      `{"format":1,"names":{},"fields":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    ],
  ])('is refused as a whole: %s', (_name, text) => {
    expect(failureOf(text).code).toBe('bad-answer');
  });

  it('names the field that is wrong', () => {
    expect(
      failureOf(withFields({ 'rule/cpu/limits': [{ ...VERSION, c: { aaaa: 'x' } }] })).message,
    ).toContain('rule/cpu/limits: c.aaaa');
  });

  it('of a newer format is not touched', () => {
    expect(failureOf('{"format":2,"anything":1}').code).toBe('newer-data');
  });

  it('cannot reach a prototype', () => {
    const text =
      '{"format":1,"names":{"__proto__":"x"},"fields":{"__proto__":[{"v":{"__proto__":{"polluted":1}},"r":"aaaa","c":{"aaaa":1}}]}}';
    parseDocument(text, 'shared');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('shows no terminal control characters', () => {
    expect(failureOf(withFields({ '\u001b[31mred': 1 })).message).not.toContain('\u001b');
  });
});
