#!/usr/bin/env node
import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { collectCommand } from './commands/collect.ts';
import { doctorCommand } from './commands/doctor.ts';
import { historyCommand } from './commands/history.ts';
import { statusCommand } from './commands/status.ts';
import { EXIT, reportFailure } from './exit.ts';

const program = new Command('py-perf')
  .description('Fleet monitor for the py-perf ecosystem, without a window.')
  .version(packageJson.version)
  .addHelpText(
    'after',
    `
Exit codes:
  0  done
  1  failed; standard error says why and what to do
  2  wrong usage
  3  shown from the local store, because the sync failed

Data lies in the user's data directory, or where PY_PERF_DATA_DIR says.
AWS is found as the SDK finds it: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB, shared files.`,
  )
  .addCommand(collectCommand(packageJson.version))
  .addCommand(statusCommand(packageJson.version))
  .addCommand(historyCommand(packageJson.version))
  .addCommand(doctorCommand(packageJson.version));

for (const command of [program, ...program.commands])
  command.showHelpAfterError('(add --help for what is possible)').exitOverride((error) => {
    // Help and version end well; everything else that commander refuses is wrong usage.
    process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
  });

try {
  await program.parseAsync();
} catch (error) {
  reportFailure(error);
}
