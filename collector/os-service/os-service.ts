import { appFailure } from '../../contract/errors.ts';
import { launchdService } from './launchd.ts';
import { runProgram, type OsServiceOptions, type OsService } from './service-manager.ts';
import { systemdService } from './systemd.ts';
import { taskSchedulerService } from './task-scheduler.ts';

/** The service manager of a platform. Throws `AppFailure` (`unavailable`) if it is unknown. */
export function osService(options: OsServiceOptions): OsService {
  const { identity, platform, scope, home, uid, root = '', run = runProgram } = options;
  const context = { identity, scope, home, uid, root, run };
  switch (platform) {
    case 'linux':
      return systemdService(context);
    case 'darwin':
      return launchdService(context);
    case 'win32':
      return taskSchedulerService(context);
    default:
      throw appFailure(
        'unavailable',
        `There is no service support for ${platform}.`,
        `Run "${identity.command}" from the service manager of your choice.`,
      );
  }
}
