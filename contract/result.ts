import type { AppError } from './errors.ts';

/** What every fallible call across a process boundary answers: a value, or an expected failure as data. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: AppError };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail<T = never>(error: AppError): Result<T> {
  return { ok: false, error };
}
