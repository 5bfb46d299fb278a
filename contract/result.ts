import type { AppError } from './errors.ts';

/** The result of every fallible call across a process boundary: a value, or an expected failure as data. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: AppError };

/** Wraps the value of a success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Wraps an expected failure. */
export function fail<T = never>(error: AppError): Result<T> {
  return { ok: false, error };
}
