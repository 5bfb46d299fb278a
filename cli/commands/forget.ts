import { Command } from 'commander';
import { safeText } from '../../contract/safe-text.ts';
import { wholeNumber, withSourceFlags, type SourceFlags } from '../options.ts';
import { ask, warnAboutSources, withService } from '../session.ts';
import { say, tell } from '../print.ts';

interface ForgetFlags extends SourceFlags {
  silentDays: number;
  dryRun?: boolean;
}

/** `forget`: removes hosts that are gone from the local store at once. */
export function forgetCommand(version: string): Command {
  return withSourceFlags(new Command('forget'))
    .description('Sync, then forget hosts that are no longer in any table.')
    .requiredOption('--silent-days <n>', 'only hosts silent for this many days', wholeNumber(3650))
    .option('--dry-run', 'only print their names')
    .addHelpText('after', HELP)
    .action(async (flags: ForgetFlags) => {
      await withService({ version, flags }, async (service) => {
        const { overview } = await ask(service, 'syncNow', { reason: 'user' });
        warnAboutSources(overview);
        const { silentDays } = flags;
        const name = flags.dryRun === true ? 'forgettableHosts' : 'forgetHosts';
        const forgotten = await ask(service, name, { silentDays });
        for (const { hostname } of forgotten) say(`${safeText(hostname)}\n`);
        tell(
          `${String(forgotten.length)} ${flags.dryRun === true ? 'would be forgotten' : 'forgotten'}.\n`,
        );
      });
    });
}

const HELP = `
Deletes what the local store holds of hosts that neither the registry nor the legacy table names, and prints their names. Nothing
is deleted in DynamoDB. A host that still has samples there comes back when it is found again. Without this command they are
forgotten after the days that Settings, Retention says.`;
