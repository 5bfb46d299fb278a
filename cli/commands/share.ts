import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import { safeJson } from '../../contract/safe-text.ts';
import { LONGEST_SHARED_FILE, type SourceSharing } from '../../contract/sharing.ts';
import writeFileAtomic from 'write-file-atomic';
import { systemClock, nowSeconds } from '../../platform/clock.ts';
import type { LocalService } from '../../worker/local.ts';
import { printError } from '../exit.ts';
import { ask, withService } from '../session.ts';
import { changeLines, chosenConflict, sharingText } from './share-text.ts';
import { print, say, tell } from '../print.ts';

interface OfSource {
  source?: string;
}

/** `share`: what a team shares through the registry of a source. */
export function shareCommand(version: string): Command {
  const command = new Command('share')
    .description('Share labels, rules, maintenance and channels with the team; import and export.')
    .addHelpText('after', HELP);
  const session = { version, flags: {} };
  const ofSource = (each: Command): Command =>
    each.option('--source <id>', 'the source (default: the only one, or the first that is shared)');

  ofSource(command.command('status', { isDefault: true }))
    .description('Sync what is shared, and print its state.')
    .option('--json', 'print JSON')
    .action(async ({ source, json }: OfSource & { json?: boolean }) => {
      await withService(session, async (service) => {
        const all = await ask(service, 'syncSharing', {});
        const { sources } = await ask(service, 'getSettings', {});
        if (source !== undefined) sourceOf(sources, source);
        const shown = source === undefined ? all : all.filter((each) => each.sourceId === source);
        if (json === true) print(`${safeJson(shown, 2)}\n`);
        else say(sharingText(shown, sources, nowSeconds(systemClock)));
        report(shown);
      });
    });
  for (const [name, shared] of [
    ['on', true],
    ['off', false],
  ] as const)
    ofSource(command.command(name))
      .description(
        shared
          ? 'Start sharing: everyone who may read the registry of the source can read it.'
          : 'Stop sharing; settings here stay.',
      )
      .action(async ({ source }: OfSource) => {
        await withService(session, async (service) => {
          const sourceId = await chosenSource(service, source);
          const all = await ask(service, 'setSharing', { sourceId, shared });
          const { sources } = await ask(service, 'getSettings', {});
          const shown = all.filter((each) => each.sourceId === sourceId);
          say(sharingText(shown, sources, nowSeconds(systemClock)));
          report(shown);
        });
      });
  ofSource(command.command('resolve'))
    .description('Resolve a conflict; "share status" shows the numbers.')
    .argument('<conflict>', 'number of the conflict')
    .argument('<choice>', 'number of the value to keep')
    .action(async (conflict: string, choice: string, { source }: OfSource) => {
      await withService(session, async (service) => {
        const sourceId = await chosenSource(service, source);
        const all = await ask(service, 'syncSharing', {});
        const found = all.find((each) => each.sourceId === sourceId);
        const chosen = chosenConflict(found?.conflicts ?? [], conflict, choice);
        report(await ask(service, 'resolveShared', { sourceId, ...chosen }));
        tell('Decided.\n');
      });
    });
  command
    .command('allow')
    .description('Let a channel from the team send from this machine too.')
    .argument('<channel>', 'name or id')
    .action(async (wanted: string) => {
      await withService(session, async (service) => {
        const { channels } = await ask(service, 'getSettings', {});
        const channel = channels.find(({ id, name }) => id === wanted || name === wanted);
        if (channel === undefined)
          throw appFailure(
            'not-found',
            'No channel has that name or id.',
            `Channels: ${channels.map(({ name }) => name).join(', ')}.`,
          );
        await ask(service, 'updateSettings', {
          patch: {
            channels: channels.map((each) =>
              each.id === channel.id ? { ...each, enabled: true } : each,
            ),
          },
        });
        tell(`${channel.name} is switched on here.\n`);
      });
    });
  ofSource(command.command('export'))
    .description('Write what is shared, or would be, to a JSON file.')
    .argument('<file>', 'file, or - for standard output')
    .action(async (file: string, { source }: OfSource) => {
      await withService(session, async (service) => {
        const text = await ask(service, 'sharedFile', {
          sourceId: await chosenSource(service, source),
        });
        if (file === '-') print(`${safeJson(JSON.parse(text), 2)}\n`);
        else writeShared(file, text);
      });
    });
  ofSource(command.command('import'))
    .description('Import such a file: what it names replaces what is here, all else stays.')
    .argument('<file>', 'file, or - for standard input')
    .option('--dry-run', 'only print what would change')
    .action(async (file: string, { source, dryRun = false }: OfSource & { dryRun?: boolean }) => {
      const text = readShared(file);
      await withService(session, async (service) => {
        const sourceId = await chosenSource(service, source);
        const changes = await ask(service, 'importShared', { sourceId, text, dryRun });
        say(changeLines(changes));
        if (dryRun || changes.length === 0) return;
        const all = await ask(service, 'syncSharing', {});
        report(all.filter((each) => each.sourceId === sourceId));
      });
    });
  for (const each of command.commands) each.exitOverride();
  return command;
}

/** Reports what failed and sets the exit code. */
function report(sources: readonly SourceSharing[]): void {
  for (const { error } of sources) {
    if (error === null) continue;
    printError(error);
    process.exitCode = 1;
  }
}

async function chosenSource(service: LocalService, wanted: string | undefined): Promise<string> {
  const { sources } = await ask(service, 'getSettings', {});
  if (wanted !== undefined) return sourceOf(sources, wanted);
  const [only, second] = sources;
  const chosen =
    sources.find(({ shared }) => shared === true) ?? (second === undefined ? only : undefined);
  if (chosen !== undefined) return chosen.id;
  throw appFailure(
    'invalid-input',
    'There are several sources.',
    `Say which with --source: ${sources.map(({ id }) => id).join(', ')}.`,
  );
}

function sourceOf(sources: Settings['sources'], wanted: string): string {
  if (sources.some(({ id }) => id === wanted)) return wanted;
  throw appFailure(
    'not-found',
    `There is no source "${wanted}".`,
    `Name one of: ${sources.map(({ id }) => id).join(', ')}.`,
  );
}

function readShared(file: string): string {
  try {
    const text = readFileSync(file === '-' ? 0 : file, 'utf8');
    if (text.length <= LONGEST_SHARED_FILE) return text;
  } catch (error) {
    throw fileFailure(file, 'read', error);
  }
  throw appFailure(
    'invalid-input',
    'The file is far larger than an export can be.',
    'Give a file written by "share export".',
  );
}

function writeShared(file: string, text: string): void {
  try {
    writeFileAtomic.sync(file, text);
  } catch (error) {
    throw fileFailure(file, 'written', error);
  }
}

function fileFailure(file: string, done: string, cause: unknown): AppFailure {
  const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  return appFailure(
    'invalid-input',
    `${file} could not be ${done} (${reason}).`,
    'Name another file.',
  );
}

const HELP = `
Shared are labels, rules, overrides, maintenance, what is said to alerts, and channels without their secrets. They lie in the registry table of the
source; who may read it reads them. Programs that run (the app, "watch") keep them the same; "share status" does it once.
A channel from the team is off until "share allow" or Settings switches it on here.

Examples:
  py-perf share on
  py-perf share export team.json
  py-perf share import team.json --dry-run`;
