import type { DaemonThresholds } from '../contract/alerts.ts';
import { findDaemon } from '../collector/daemon/find-daemon.ts';

/** Alert thresholds of the Python daemon on this machine; null where it has no configuration that can be read. */
export async function daemonThresholds(
  places?: readonly string[],
): Promise<DaemonThresholds | null> {
  const found = await findDaemon(() => undefined, places === undefined ? undefined : [...places]);
  if (found === null) return null;
  const { cpuAlertPercent, memoryAlertPercent } = found.config;
  return {
    path: found.path,
    above: {
      ...(cpuAlertPercent === undefined ? {} : { cpu: cpuAlertPercent }),
      ...(memoryAlertPercent === undefined ? {} : { memory: memoryAlertPercent }),
    },
  };
}
