/**
 * Text from outside (names in tables, error texts of an endpoint, answers of other programs) is untrusted: it may hold
 * characters that control a terminal, reverse the direction of a line, or are invisible. Here it is made safe for each
 * place that shows it.
 */

/**
 * Control sequences of ECMA-48: strings (OSC, DCS, …) up to their end, CSI, and two-character escapes; 7-bit and 8-bit.
 */
const SEQUENCES =
  /(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0080-\u009f]*(?:\u0007|\u001b\\|\u009c)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]/gu;

/**
 * Controls (C0, C1), format characters (bidirectional marks, zero width), line separators, halves of surrogate pairs, and
 * invisible letters and marks: Hangul fillers, the blank Braille pattern, variation selectors (\uFE0F after a
 * pictograph, which selects its colour form, stays).
 */
const UNSAFE =
  /(?<!\p{ExtPict})[\ufe0e\ufe0f]|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800[\p{DI}--[\ufe0e\ufe0f]]]/gv;

/** Combining marks stacked higher than in any language: they would cover neighbouring lines. */
const PILED = /(\p{M}{6})\p{M}+/gu;

/** Runs of tabs and line breaks. */
const BREAKS = /[\t-\r\u0085\u2028\u2029]+/gu;

const ELLIPSIS = '\u2026';

/**
 * One line of text that can be shown in a terminal, a notification or on screen: without control sequences and
 * invisible characters. Line breaks and tabs become spaces. Cut at `most` characters (code points), if given.
 */
export function safeText(text: string, most = Infinity): string {
  // Text far beyond the shown length need not be scanned.
  const enough = Number.isFinite(most) ? text.slice(0, most * 8) : text;
  const safe = enough
    .replace(SEQUENCES, '')
    .replace(BREAKS, ' ')
    .replace(UNSAFE, '')
    .replace(PILED, '$1');
  if (safe.length <= most) return safe;
  const characters = Array.from(safe);
  return characters.length <= most ? safe : characters.slice(0, most - 1).join('') + ELLIPSIS;
}

/** Like `safeText`, for text of several lines: line breaks stay. */
export function safeLines(text: string): string {
  return text
    .split(/\r?\n/u)
    .map((line) => safeText(line))
    .join('\n');
}

/**
 * JSON in which every character that `safeText` would remove is escaped, so that nothing is lost.
 */
export function safeJson(value: unknown, space?: number): string {
  // `JSON.stringify` already escapes C0; the line breaks of its layout are not part of a string.
  return JSON.stringify(value, null, space).replace(
    /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{DI}\u2800]/gu,
    (character) =>
      Array.from({ length: character.length }, (_, index) => escaped(character, index)).join(''),
  );
}

function escaped(text: string, index: number): string {
  return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
}

/** Text for notifications whose body is markup (desktop notifications on Linux). */
export function safeMarkup(text: string): string {
  return text.replace(/[&<>]/gu, (character) => `&#${String(character.charCodeAt(0))};`);
}
