import { existsSync } from 'node:fs';
import type { DaemonThresholds } from '../contract/alerts.ts';
import { DAEMON_YAML } from '../collector/daemon/daemon-place.ts';
import { readDaemonYaml } from '../collector/daemon/daemon-yaml.ts';

/** Alert thresholds of the Python daemon on this machine; null where it has no configuration. Throws `AppFailure`. */
export function daemonThresholds(path = DAEMON_YAML): DaemonThresholds | null {
  if (!existsSync(path)) return null;
  const { cpuAlertPercent, memoryAlertPercent } = readDaemonYaml(path);
  return {
    path,
    ...(cpuAlertPercent === undefined ? {} : { cpu: cpuAlertPercent }),
    ...(memoryAlertPercent === undefined ? {} : { memory: memoryAlertPercent }),
  };
}
