import { safeLines } from './safe-text.ts';

/** A cell; null is written as an empty cell. */
export type CsvCell = string | number | null;

/**
 * Rows as CSV (RFC 4180, CRLF). Texts are sanitised as for a terminal, where such files are also viewed. A text that a
 * spreadsheet would run as a formula (it begins with `=`, `+`, `-` or `@`, also of full width, as in Japanese, or small) gets an
 * apostrophe before it; numbers stay numbers; null is empty.
 */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = safeLines(cell);
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212]/u.test(text)
    ? `'${text}`
    : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
