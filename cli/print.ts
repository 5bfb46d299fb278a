import { safeLines } from '../contract/safe-text.ts';

/**
 * Writes lines to standard output. They are made safe for a terminal here, whatever they were made of: names of tables,
 * sources and channels, texts of an endpoint.
 */
export function say(lines: string): void {
  process.stdout.write(safeLines(lines));
}

/** As `say`, to standard error. */
export function tell(lines: string): void {
  process.stderr.write(safeLines(lines));
}

/** Writes what programs read to standard output as it is: JSON and CSV, which are safe once they are made. */
export function print(text: string): void {
  process.stdout.write(text);
}
