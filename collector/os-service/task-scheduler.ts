import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  attempt,
  requireSuccess,
  requirePlain,
  type OsServiceContext,
  type OsService,
  type ServiceCommand,
  type ServiceScope,
  type ServiceStatus,
} from './service-manager.ts';
import type { ServiceIdentity } from './services.ts';
import { writeDefinition, xmlText } from './files.ts';

/** The well-known SID of LocalService, the account of a system task: it needs no password. */
const LOCAL_SERVICE = 'S-1-5-19';

/**
 * The task's XML. A task has no environment: settings come from the data directory and from the variables of the user
 * or the machine. Throws `AppFailure` for values that it cannot hold.
 */
export function taskXml(
  command: ServiceCommand,
  scope: ServiceScope,
  { description }: ServiceIdentity,
): string {
  requirePlain(command);
  const system = scope === 'system';
  const principal = system
    ? `<UserId>${LOCAL_SERVICE}</UserId>`
    : '<LogonType>InteractiveToken</LogonType>';
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>${xmlText(description)}</Description></RegistrationInfo>
  <Triggers>${system ? '<BootTrigger/>' : '<LogonTrigger/>'}</Triggers>
  <Principals><Principal id="Author">${principal}<RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <Hidden>true</Hidden>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
    <RestartOnFailure><Interval>PT1M</Interval><Count>255</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author"><Exec><Command>${xmlText(command.program)}</Command><Arguments>${xmlText(
    command.args.map(quoteForWindows).join(' '),
  )}</Arguments></Exec></Actions>
</Task>
`;
}

/** The service on Windows: a task at logon, or at system start. */
export function taskSchedulerService(context: OsServiceContext): OsService {
  const { identity, scope, run } = context;
  const { taskName } = identity;
  const status = async (): Promise<ServiceStatus> => {
    const query = ['/Query', '/TN', taskName, '/FO', 'CSV', '/NH', '/V'];
    const { code, stdout } = await attempt(run, 'schtasks', query);
    return { installed: code === 0, running: stdout.includes('"Running"'), definition: taskName };
  };
  return {
    status,
    async install(command) {
      const work = mkdtempSync(join(tmpdir(), 'py-perf-task-'));
      try {
        const file = join(work, 'task.xml');
        // schtasks reads XML in UTF-16 with a byte order mark.
        writeDefinition(file, Buffer.from(`\ufeff${taskXml(command, scope, identity)}`, 'utf16le'));
        await requireSuccess(context, 'schtasks', ['/Create', '/TN', taskName, '/XML', file, '/F']);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
      await requireSuccess(context, 'schtasks', ['/Run', '/TN', taskName]);
      return status();
    },
    async uninstall() {
      await attempt(run, 'schtasks', ['/End', '/TN', taskName]);
      const { code } = await attempt(run, 'schtasks', ['/Delete', '/TN', taskName, '/F']);
      return code === 0;
    },
  };
}

/** Quotes as `CommandLineToArgvW` parses: backslashes matter only before a quotation mark. */
function quoteForWindows(argument: string): string {
  if (argument !== '' && !/[\s"]/u.test(argument)) return argument;
  const escaped = argument.replace(/(\\*)"/gu, '$1$1\\"').replace(/(\\+)$/u, '$1$1');
  return `"${escaped}"`;
}
