import stringWidth from 'string-width';
import { safeText } from '../contract/safe-text.ts';

/** One column of a table: its heading and alignment. */
export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
}

const GAP = '  ';

/**
 * Formats rows as text columns below a line of headings. Every text is made safe for a terminal. Widths count terminal
 * columns, so wide characters take two.
 */
export function formatColumns(
  columns: readonly Column[],
  rows: Iterable<readonly string[]>,
): string {
  const cells = [columns.map(({ head }) => head), ...rows].map((row) =>
    row.map((text) => safeText(text)),
  );
  const sizes = cells.map((row) => row.map((text) => stringWidth(text)));
  const widths = columns.map((_, column) =>
    sizes.reduce((most, row) => Math.max(most, row[column] ?? 0), 0),
  );
  return cells
    .map((row, line) =>
      columns
        .map(({ align }, column) => {
          const text = row[column] ?? '';
          const space = ' '.repeat((widths[column] ?? 0) - (sizes[line]?.[column] ?? 0));
          return align === 'left' ? text + space : space + text;
        })
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}
