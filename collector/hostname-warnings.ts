import { isSharedName } from '../contract/hostname.ts';
import type { Logger } from '../platform/log/log.ts';

/**
 * Warns about hostnames that disturb the fleet: a new name leaves the old one (`before`) behind as an offline host, and
 * machines that share a name overwrite each other's samples.
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
      hint: 'Give this one a unique name: --hostname.',
    });
}
