import { readFileSync } from 'node:fs';
import { appFailure } from '../contract/errors.ts';
import { safeText } from '../contract/safe-text.ts';

/**
 * The secret at a place: `env:NAME` of the environment, or the first line of `file:PATH`. `what` says whose it is.
 * Throws `AppFailure` (`not-configured`) where it is not there.
 */
export function secretAt(
  what: string,
  place: string,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): string {
  const isVariable = place.startsWith('env:');
  const at = place.slice(place.indexOf(':') + 1).trim();
  const value = (isVariable ? env[at] : firstLine(what, at))?.trim() ?? '';
  if (value !== '') return value;
  throw appFailure(
    'not-configured',
    `${what} is not in ${safeText(place, 200)}.`,
    isVariable
      ? 'Set that variable for this program; a service has its own (docs/alerts.md).'
      : 'Write it into the first line of that file.',
  );
}

function firstLine(what: string, path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/u)[0];
  } catch (cause) {
    throw appFailure(
      'not-configured',
      `${what} cannot be read from ${safeText(path, 200)}.`,
      'Check that the file is there and that this program may read it.',
      cause,
    );
  }
}
