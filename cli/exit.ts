import { safeLines } from '../contract/safe-text.ts';
import { AppFailure, type AppError } from '../contract/errors.ts';
import { databaseFailure, isSqliteError } from '../platform/sqlite/database.ts';
import { tell } from './print.ts';

/** Exit codes. `notSynced`: the answer is printed, but a source could not be read. */
export const EXIT = { done: 0, failed: 1, usage: 2, notSynced: 3 } as const;

/** Writes what happened and what to do to stderr. */
export function printError(error: AppError): void {
  tell(`error: ${safeLines(error.message)}\n`);
  if (error.hint !== '') tell(`hint:  ${safeLines(error.hint)}\n`);
}

/** Reports output that could not be written. A reader that closed the pipe, such as `head`, is no failure. */
export function reportUnwritten(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.exitCode = EXIT.failed;
  tell(`error: The output could not be written: ${error.message}\n`);
}

/** Reports whatever ended a command and sets the exit code. */
export function reportFailure(error: unknown): void {
  process.exitCode = EXIT.failed;
  if (error instanceof AppFailure) printError(error.error);
  else if (isSqliteError(error)) printError(databaseFailure(error).error);
  else tell(`error: ${safeLines(error instanceof Error ? String(error.stack) : String(error))}\n`);
}
