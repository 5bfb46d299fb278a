import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePythonJson } from '../../../../fleet/remote/python-json.ts';
import { pythonJson } from '../../../support/made-up/python-runs.ts';
import { checkProperty } from '../../../support/property.ts';

describe('JSON as Python writes it', () => {
  it('bare NaN and infinities become null', () => {
    expect(parsePythonJson('{"a": NaN, "b": [Infinity, -Infinity, -1e-07]}')).toEqual({
      a: null,
      b: [null, null, -1e-7],
    });
  });

  it('strings with such words are unchanged', () => {
    const text = '{"NaN": "NaN, -Infinity", "q": "\\"NaN\\\\", "n": NaN}';
    expect(parsePythonJson(text)).toEqual({ NaN: 'NaN, -Infinity', q: '"NaN\\', n: null });
  });

  it.each(['{"a": NaN', 'NaNs', '{"a": "NaN}', '{"a": xNaN}'])('refuses %s', (text) => {
    expect(() => parsePythonJson(text)).toThrow(SyntaxError);
  });

  it('returns what was written, for any strings', () => {
    checkProperty(
      fc.property(
        fc.jsonValue({ maxDepth: 3 }),
        fc.constantFrom(NaN, Infinity, -Infinity),
        fc.stringMatching(/^(?:NaN|Infinity|["\\,:[\]{} -])*$/u),
        (value, odd, words) => {
          const wanted: unknown = JSON.parse(JSON.stringify([value, null, words]));
          expect(parsePythonJson(pythonJson([value, odd, words]))).toEqual(wanted);
        },
      ),
    );
  });
});
