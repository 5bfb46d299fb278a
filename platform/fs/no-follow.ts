import { closeSync, constants, fstatSync, openSync, writeFileSync } from 'node:fs';

/** Windows has no such flags, and creating links there requires a privilege. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as {
  O_NOFOLLOW?: number;
  O_NONBLOCK?: number;
};
const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = constants;

/**
 * Writes a file that is readable by its owner alone, in place of what it held or after it. Throws (`ELOOP`) where a
 * symbolic link lies at its path: in a directory that others may write, it could lead anywhere; also where a pipe or
 * another thing that is no file lies there, which would be waited for.
 */
export function writeNoFollow(path: string, text: string, how: 'replace' | 'append'): void {
  const flags =
    O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | (how === 'append' ? O_APPEND : O_TRUNC);
  const file = openSync(path, flags, 0o600);
  try {
    if (!fstatSync(file).isFile()) throw new Error(`${path} is no file`);
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}
