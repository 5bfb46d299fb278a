import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeJson, safeLines, safeMarkup, safeText } from '../../../contract/safe-text.ts';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800[\p{DI}--[\ufe0e\ufe0f]]]|\p{M}{7}/v;

describe('text made safe', () => {
  it.each([
    ['a colour', '\u001b[31mred\u001b[0m', 'red'],
    ['a colour in eight bits', '\u009b31mred', 'red'],
    ['a window title', 'a\u001b]0;pwned\u0007b', 'ab'],
    ['a window title in eight bits', 'a\u009d0;pwned\u009cb', 'ab'],
    ['a link', '\u001b]8;;http://x.invalid\u001b\\here\u001b]8;;\u001b\\', 'here'],
    ['a device control string', '\u001bPq#0\u001b\\x', 'x'],
    ['a title without an end', '\u001b]0;the rest is shown', '0;the rest is shown'],
    ['a cleared screen', '\u001bcnext', 'next'],
    ['line breaks and tabs', 'one\r\ntwo\tthree', 'one two three'],
    ['a reversed name', 'exe\u202egpj.txt', 'exegpj.txt'],
    ['isolates and marks', '\u2066a\u2069\u200e\u200f\u061c', 'a'],
    ['what has no width', 'we\u200bb-\ufeff01\u2060\u00ad', 'web-01'],
    ['tag characters', 'a\u{e0041}b', 'ab'],
    ['half a character', 'a\ud800b', 'ab'],
    ['line separators', 'a\u2028b\u2029c', 'a b c'],
    ['letters that nobody sees', 'a\u3164b\u115fc\uffa0d\u2800', 'abcd'],
    ['marks that nobody sees', 'a\ufe0fb\u034fc\u{e0100}d\ufe00', 'abcd'],
    ['marks piled up', `we${'\u0301'.repeat(200)}b`, `we${'\u0301'.repeat(6)}b`],
    ['titles without an end, one in the other', '\u009d'.repeat(200_000), ''],
    ['honest text in any script', 'Büro-日本 🖥️ مرحبا', 'Büro-日本 🖥️ مرحبا'],
  ])('has no %s', (_, text, safe) => {
    expect(safeText(text)).toBe(safe);
  });

  it('has no control or invisible characters, and is idempotent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(
              '\u001b',
              '\u009b',
              ']',
              '[',
              '\u0007',
              '\u001b\\',
              '\u202e',
              '0;',
              'm',
            ),
            fc.string({ unit: 'binary' }),
          ),
        ),
        (parts) => {
          const safe = safeText(parts.join(''));
          expect(safe).not.toMatch(UNSAFE);
          expect(safeText(safe)).toBe(safe);
        },
      ),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('text made safe is cut at characters, not within them', () => {
    expect(safeText('🖥🖥🖥🖥', 3)).toBe('🖥🖥\u2026');
    expect(safeText('abc', 3)).toBe('abc');
    expect(safeText('x'.repeat(1_000_000), 10)).toHaveLength(10);
  });

  it('keeps line breaks if asked', () => {
    expect(safeLines('one\n\u001b[31mtwo\r\nthree')).toBe('one\ntwo\nthree');
  });
});

it('JSON keeps its value and has no such character unescaped', () => {
  const seed = { seed: 2, numRuns: 500 };
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const json = safeJson({ value, text });
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })));
      expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
    seed,
  );
  expect(safeJson('\u009b31m\u202e\u{e0041}')).toBe('"\\u009b31m\\u202e\\udb40\\udc41"');
});

it('markup is escaped', () => {
  expect(safeMarkup('<b>&"\'')).toBe('&#60;b&#62;&#38;"\'');
});
