/** A string, which stays as it is, or what Python writes for numbers that JSON does not know. */
const STRING_OR_BARE = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gu;

/**
 * Parses what Python's `json.dumps` writes: JSON, with `NaN` and `Infinity` bare. Those become null. Throws
 * `SyntaxError`, and `RangeError` where it is nested too deeply.
 */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError) || !/NaN|Infinity/u.test(text)) throw error;
    return JSON.parse(
      text.replace(STRING_OR_BARE, (found) => (found.startsWith('"') ? found : 'null')),
    );
  }
}

/** What Python's `str` writes of a Decimal. */
const DECIMAL = /^[+-]?\d{1,40}(?:\.\d{1,40})?(?:E[+-]?\d{1,3})?$/iu;

/** The number that the text of a Decimal stands for: `json.dumps(…, default=str)` writes those so. All else as it is. */
export function numberIn(value: unknown): unknown {
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
}
