/** A cell; null is written as an empty one. */
export type CsvCell = string | number | null;

/**
 * Rows as CSV (RFC 4180, CRLF). A text that a spreadsheet would run as a formula (it begins with `=`, `+`,
 * `-`, `@`, a tab or a return) gets an apostrophe before it; numbers stay numbers; null is empty.
 */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = /^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
