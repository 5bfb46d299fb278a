import { hostname, userInfo } from 'node:os';
import { safeText } from '../contract/safe-text.ts';

/** Letters of a name of a user and a machine together. */
const LONGEST = 120;

/** Who runs this program, as `user@machine`; null where the system does not say, as in containers without a user. */
export function thisUser(): string | null {
  try {
    return safeText(`${userInfo().username}@${hostname()}`, LONGEST);
  } catch {
    return null;
  }
}
