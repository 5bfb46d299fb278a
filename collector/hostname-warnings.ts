import { isSharedName } from '../contract/hostname.ts';
import type { Logger } from '../platform/log/log.ts';

/**
 * Logs what the name of a machine may do to its fleet. Under a new name it leaves its old one (`before`) behind as a host
 * that went offline; one that many machines have makes them overwrite each other.
 */
export function warnOfHostname(
  hostname: string,
  before: string | undefined,
  logger: Pick<Logger, 'warn'>,
): void {
  if (before !== undefined && before !== hostname)
    logger.warn('this machine reports under a new hostname; the old one will show as offline', {
      before,
      hostname,
      hint: `To keep the old name: --hostname ${before}. To hide it: remove it from the fleet.`,
    });
  if (isSharedName(hostname))
    logger.warn('many machines have this hostname; two of them would overwrite each other', {
      hostname,
      hint: 'Give this one a name of its own: --hostname.',
    });
}
