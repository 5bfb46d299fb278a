import { stripVTControlCharacters } from 'node:util';

/** Text from the tables is untrusted: a hostname must not steer the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/\p{Cc}/gu, '');
}
