import { z } from 'zod';

/** The closed list of expected failures. Anything else is a bug, reported as `internal`. */
export const ERROR_CODES = [
  'invalid-input',
  'forbidden-sender',
  'not-configured',
  'no-credentials',
  'sign-in-needed',
  'mfa-needed',
  'credentials-rejected',
  'credentials-unreadable',
  'encryption-unavailable',
  'access-denied',
  'table-missing',
  'table-layout',
  'throttled',
  'network',
  'timeout',
  'service-failure',
  'bad-answer',
  'aborted',
  'disk-full',
  'store-busy',
  'store-damaged',
  'store-moved',
  'outbox-damaged',
  'settings-damaged',
  'newer-data',
  'already-running',
  'not-found',
  'unavailable',
  'internal',
] as const;

/** Stable name of an error; texts in other languages are keyed by it. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * An expected failure: `message` says what happened, `hint` what to do about it.
 * Neither contains credentials or SQL when it crosses to the renderer. Paths name only files that the user must
 * correct (the shared AWS configuration).
 */
export const appErrorSchema = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  hint: z.string(),
});

/** An expected failure as a value: what happened, and what to do about it. */
export type AppError = z.infer<typeof appErrorSchema>;

/** Carries an `AppError` through code that throws; turned back into a value at the process boundary. */
export class AppFailure extends Error {
  readonly error: AppError;

  constructor(error: AppError, options?: ErrorOptions) {
    super(error.message, options);
    this.name = 'AppFailure';
    this.error = error;
  }
}

/** An expected failure to throw inside a process; boundaries turn it into a `Result`. */
export function appFailure(
  code: ErrorCode,
  message: string,
  hint: string,
  cause?: unknown,
): AppFailure {
  return new AppFailure({ code, message, hint }, cause === undefined ? undefined : { cause });
}
