import { safeJson } from '../../contract/safe-text.ts';

/** Values of a log line. Text from tables is escaped when it is written. */
export type LogFields = Record<string, string | number | boolean | null>;

/** The logger interface. Fields never contain credentials or request bodies. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
/** How much a line matters. */
export type LogLevel = (typeof LEVELS)[number];

/** Lines of JSON on stderr, so that stdout stays for results. */
export function stderrLogger(threshold: LogLevel = 'warn', write = writeStderr): Logger {
  const log =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LEVELS.indexOf(level) < LEVELS.indexOf(threshold)) return;
      write(`${safeJson({ time: new Date().toISOString(), level, message, ...fields })}\n`);
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

let guarded = false;

/**
 * Writes to standard error for as long as there is one. A terminal that was closed, or a pipe whose reader ended, must
 * not end the program, nor become a fault that is logged, to the same place, for ever.
 */
export function writeStderr(line: string): void {
  if (!guarded) {
    guarded = true;
    process.stderr.on('error', () => undefined);
  }
  process.stderr.write(line);
}

/** A thrown value as text for the log: the stack of an error, only the type of other objects. Never throws. */
export function describeFault(cause: unknown): string {
  if (cause instanceof Error) return cause.stack ?? cause.message;
  // `String` throws for an object without a prototype, as the rows of the database are, and calls what an object
  // brings.
  return cause !== null && (typeof cause === 'object' || typeof cause === 'function')
    ? Object.prototype.toString.call(cause)
    : String(cause);
}
