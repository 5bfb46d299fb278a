import { safeLines } from '../contract/safe-text.ts';

/**
 * Writes lines to standard output and makes them safe for a terminal: they may hold names of tables, sources and
 * channels, or texts from an endpoint.
 */
export function say(lines: string): void {
  process.stdout.write(safeLines(lines));
}

/** Like `say`, on standard error. */
export function tell(lines: string): void {
  process.stderr.write(safeLines(lines));
}

/** Writes output for programs as it is: JSON and CSV, which are already safe. */
export function print(text: string): void {
  process.stdout.write(text);
}
