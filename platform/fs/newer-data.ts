import { z } from 'zod';
import { appFailure, type AppFailure } from '../../contract/errors.ts';

/** The error for a file written by a newer release (`newer-data`); the file stays unchanged. */
export function newerData(message: string, cause?: unknown): AppFailure {
  return appFailure(
    'newer-data',
    message,
    'Nothing was changed. Install the newest version, or use another data directory (PY_PERF_DATA_DIR).',
    cause,
  );
}

/** The version of a JSON file of the data directory; its other fields are ignored. */
const versionedSchema = z.object({ version: z.number() });

/** Throws `AppFailure` (`newer-data`) where `json`, the content of `file`, has a later version than `known`. */
export function refuseNewerVersion(file: string, json: unknown, known: number): void {
  const parsed = versionedSchema.safeParse(json);
  if (parsed.success && parsed.data.version > known)
    throw newerData(
      `${file} was written by a newer version (its format is ${String(parsed.data.version)}).`,
    );
}

/**
 * Throws `AppFailure` (`newer-data`) where keys that `file` should not have are all that is wrong with it: a newer
 * release adds keys without a new version where older files stay valid.
 */
export function refuseNewerKeys(file: string, error: z.ZodError): void {
  const keys = error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...issue.path, key].join('.')).join(', ')
      : null,
  );
  if (keys.includes(null)) return;
  throw newerData(
    `${file} is not valid for this version: it does not know ${keys.join(', ')}. A newer version wrote it, or it is misspelt.`,
    error,
  );
}
