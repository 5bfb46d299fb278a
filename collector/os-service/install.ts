import { appFailure } from '../../contract/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { OsService, ServiceCommand, ServiceScope, ServiceStatus } from './service-manager.ts';

/**
 * Milliseconds after which a service that cannot run has ended: it opens its files and takes its first sample within
 * them.
 */
const SETTLED_AFTER_MS = 6000;

/** The service to install and the command that it runs. */
export interface InstallOptions {
  service: OsService;
  command: ServiceCommand;
  clock: Clock;
  platform: NodeJS.Platform;
  scope: ServiceScope;
}

/**
 * Installs the service and looks, once it has had the time to fail, whether it runs. Throws `AppFailure` where it does
 * not; it stays installed.
 */
export async function installAndLook(options: InstallOptions): Promise<ServiceStatus> {
  const { service, command, clock, platform, scope } = options;
  await service.install(command);
  await clock.sleep(SETTLED_AFTER_MS);
  const status = await service.status();
  if (status.running) return status;
  throw appFailure(
    'unavailable',
    `The service is installed (${status.definition}), but it does not run.`,
    `${reasonAt(platform, scope)} Remove it with "collect --uninstall-service".`,
  );
}

/** Where the service manager keeps what the service said last. */
function reasonAt(platform: NodeJS.Platform, scope: ServiceScope): string {
  switch (platform) {
    case 'linux':
      return `"journalctl ${scope === 'user' ? '--user ' : ''}--unit py-perf-collector" says why.`;
    case 'darwin':
      return 'The collector\u2019s log (logs/collector.log in the data directory), or "launchctl print", says why.';
    default:
      return 'The collector\u2019s log (logs\\collector.log in the data directory), or the task\u2019s last result, says why.';
  }
}
