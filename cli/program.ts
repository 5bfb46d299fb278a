import { Command, CommanderError } from 'commander';
import type { CliModule, CliStart } from '../contract/cli.ts';
import packageJson from '../package.json' with { type: 'json' };
import { collectCommand } from './commands/collect.ts';
import { EXIT, reportFailure, reportUnwritten } from './exit.ts';

/** Runs the command line and resolves with the exit code; it never throws. */
export const runCli: CliModule['runCli'] = async (args, start) => {
  process.stdout.on('error', reportUnwritten);
  process.stderr.on('error', () => undefined);
  try {
    const program = await createProgram(start, args[0]);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Help and version succeed; everything else that commander refuses is wrong usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    reportFailure(error);
  }
  return Number(process.exitCode ?? EXIT.done);
};

/** A collector runs for months: the other commands and their modules are not loaded for it. */
async function createProgram(start: CliStart, name: string | undefined): Promise<Command> {
  const { version } = packageJson;
  const program = new Command('py-perf')
    .description('Fleet monitor for the py-perf ecosystem, without a window.')
    .version(version)
    .addHelpText('after', HELP)
    .addCommand(collectCommand(version, start));
  if (name !== 'collect') {
    const { viewerCommands } = await import('./commands/viewer-commands.ts');
    for (const command of viewerCommands(version, start)) program.addCommand(command);
  }
  for (const command of [program, ...program.commands])
    command.showHelpAfterError('(see --help)').exitOverride();
  return program;
}

const HELP = `
Exit codes:
  0  done
  1  failed; standard error says why and what to do
  2  wrong usage
  3  shown from the local store, because the sync failed

Data lies in the user's data directory, or where PY_PERF_DATA_DIR says.
AWS is found as the SDK finds it: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB, shared files.`;
