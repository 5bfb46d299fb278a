import { Command, Option } from 'commander';
import { appFailure } from '../../contract/errors.ts';
import { METRICS } from '../../contract/metrics.ts';
import {
  LONGEST_NOTE,
  MOST_AT_ONCE,
  type AlertAction,
  type OpenAlert,
} from '../../contract/open-alerts.ts';
import { safeJson, safeText } from '../../contract/safe-text.ts';
import { HOUR_S, MINUTE_S } from '../../contract/time.ts';
import { startOfTomorrow } from '../../contract/tomorrow.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import { addTryCommand } from './alerts-try.ts';
import { exemptLines } from '../exemptions.ts';
import { formatColumns, type Column } from '../columns.ts';
import { wholeNumber } from '../options.ts';
import { ask, withService } from '../session.ts';
import { print, say, tell } from '../print.ts';

/** Characters of an id that the list shows. A shorter prefix names an alert too. */
const SHOWN_ID = 8;
const LEAST_ID = 4;
const LONGEST_SNOOZE_HOURS = 30 * 24;

interface Chosen {
  all?: boolean;
  host?: string;
}

interface Snooze {
  hours: number;
  untilTomorrow?: boolean;
}

/** `alerts`: lists active alerts; acknowledges, snoozes and reopens them. */
export function alertsCommand(version: string): Command {
  const command = new Command('alerts')
    .description('Show active alerts; acknowledge or snooze them; try a rule.')
    .addHelpText('after', HELP);
  const options = { version, flags: {} };
  command
    .command('list', { isDefault: true })
    .description('Show active alerts, newest first.')
    .option('--json', 'print a JSON array instead of a table')
    .action(async ({ json }: { json?: boolean }) => {
      await withService(options, async (service) => {
        const open = await ask(service, 'openAlerts', {});
        const now = nowSeconds(systemClock);
        if (json === true) {
          print(`${safeJson(open, 2)}\n`);
          return;
        }
        const { alerts: settings } = await ask(service, 'getSettings', {});
        say(open.length === 0 ? 'No alert.\n' : `${tableOf(open, now)}\n`);
        for (const line of exemptLines(settings.uncountedMounts)) tell(`${line}\n`);
      });
    });
  const act = async (
    ids: readonly string[],
    chosen: Chosen,
    actionOf: (ids: string[]) => AlertAction,
    done: string,
  ): Promise<void> => {
    await withService(options, async (service) => {
      const named = chosenIds(await ask(service, 'openAlerts', {}), ids, chosen);
      // One request may name only so many; a fleet may have more.
      for (let i = 0; i < named.length; i += MOST_AT_ONCE)
        await ask(service, 'actOnAlerts', actionOf(named.slice(i, i + MOST_AT_ONCE)));
      tell(`${String(named.length)} ${done}.\n`);
    });
  };
  withChoice(command.command('ack'))
    .description('Acknowledge alerts: stop their reminders.')
    .option('--note <text>', `a note to attach, up to ${String(LONGEST_NOTE)} characters`, noteOf)
    .action((ids: string[], { note = '', ...chosen }: Chosen & { note?: string }) =>
      act(ids, chosen, (named) => ({ action: 'acknowledge', ids: named, note }), 'acknowledged'),
    );
  withChoice(command.command('snooze'))
    .description('Mute alerts for a while; notify again if they are still active then.')
    .option('--hours <n>', 'for so many hours', wholeNumber(LONGEST_SNOOZE_HOURS), 1)
    .addOption(
      new Option('--until-tomorrow', 'until the next midnight of this machine').conflicts('hours'),
    )
    .action((ids: string[], { hours, untilTomorrow, ...chosen }: Chosen & Snooze) => {
      const now = nowSeconds(systemClock);
      const end = untilTomorrow === true ? startOfTomorrow(now) : now + hours * HOUR_S;
      const until = Math.floor(end);
      return act(ids, chosen, (named) => ({ action: 'snooze', ids: named, until }), 'snoozed');
    });
  withChoice(command.command('reopen'))
    .description('Undo an acknowledgement or a snooze.')
    .action((ids: string[], chosen: Chosen) =>
      act(ids, chosen, (named) => ({ action: 'reopen', ids: named }), 'open again'),
    );
  addTryCommand(command, version);
  for (const each of command.commands) each.exitOverride();
  return command;
}

function withChoice(command: Command): Command {
  return command
    .argument('[id...]', 'ids as the list shows them')
    .option('--host <hostname>', 'all alerts of a host')
    .option('--all', 'all alerts');
}

function noteOf(text: string): string {
  if (text.trim().length <= LONGEST_NOTE) return text.trim();
  throw appFailure(
    'invalid-input',
    `The note is longer than ${String(LONGEST_NOTE)} characters.`,
    'Write a shorter one.',
  );
}

/** The full ids of the named alerts. Throws `AppFailure` if a name matches no alert or several, or if none is given. */
export function chosenIds(
  open: readonly OpenAlert[],
  ids: readonly string[],
  { all, host }: Chosen,
): string[] {
  const named = ids.map((id) => idOf(open, id));
  const others = open.filter((alert) => all === true || alert.hostname === host);
  const chosen = [...new Set([...named, ...others.map(({ id }) => id)])];
  if (chosen.length > 0) return chosen;
  const nothing = all !== true && host === undefined;
  throw appFailure(
    nothing ? 'invalid-input' : 'not-found',
    nothing ? 'No alert is named.' : 'No such alert lasts.',
    'Give ids of "alerts list", --host or --all.',
  );
}

function idOf(open: readonly OpenAlert[], start: string): string {
  if (start.length < LEAST_ID)
    throw appFailure(
      'invalid-input',
      `"${start}" is too short for an id.`,
      `Give at least ${String(LEAST_ID)} characters of it; see "alerts list".`,
    );
  const matches = open.filter(({ id }) => id.startsWith(start.toLowerCase()));
  const [match, second] = matches;
  if (match === undefined)
    throw appFailure('not-found', `No active alert "${start}".`, 'See "alerts list" for the ids.');
  if (second !== undefined)
    throw appFailure(
      'invalid-input',
      `Several alerts begin with "${start}".`,
      'Give more of the id; "alerts list --json" prints it in full.',
    );
  return match.id;
}

const COLUMNS: readonly Column[] = [
  { head: 'ID', align: 'left' },
  { head: 'HOST', align: 'left' },
  { head: 'ALERT', align: 'left' },
  { head: 'VALUE', align: 'right' },
  { head: 'FOR', align: 'right' },
  { head: 'STATE', align: 'left' },
  { head: 'NOTE', align: 'left' },
];

function tableOf(open: readonly OpenAlert[], now: number): string {
  return formatColumns(
    COLUMNS,
    open.map((alert) => [
      alert.id.slice(0, SHOWN_ID),
      alert.kind === 'cost' ? safeText(alert.subject ?? '', 60) : alert.hostname,
      alert.kind,
      valueOf(alert),
      spanOf(now - alert.since),
      stateOf(alert),
      alert.note,
    ]),
  );
}

function valueOf({ kind, metric, value, threshold, subject }: OpenAlert): string {
  if (kind === 'slower' && value !== null)
    return `+${String(value)} % ${safeText(subject ?? '', 60)}`;
  if (kind === 'cost' && value !== null)
    return `$${value.toFixed(2)} / $${(threshold ?? 0).toFixed(2)}`;
  if (value === null || metric === null) return '';
  const unit = METRICS[metric].unit === 'percent' ? ' %' : '';
  const limit = threshold === null ? '' : ` / ${String(tenths(threshold))}${unit}`;
  const name = kind === metric ? '' : `${metric} `;
  const about = subject === undefined ? '' : ` ${safeText(subject, 60)}`;
  return `${name}${String(tenths(value))}${unit}${limit}${about}`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function stateOf({ state, snoozedUntil, maintenance }: OpenAlert): string {
  if (state === 'snoozed' && snoozedUntil !== null)
    return `snoozed until ${new Date(snoozedUntil * 1000).toISOString().slice(0, 16)}Z`;
  return maintenance ? 'maintenance' : state;
}

function spanOf(seconds: number): string {
  const minutes = Math.max(0, Math.round(seconds / MINUTE_S));
  if (minutes < 120) return `${String(minutes)} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${String(hours)} h` : `${String(Math.round(hours / 24))} d`;
}

const HELP = `
Alerts are found by the app, or by a watcher, on this data directory; these commands show and change what is stored and look
for none themselves. Ids may be shortened to ${String(LEAST_ID)} characters. An acknowledged alert is not told again; a snoozed one is,
if it still lasts then.`;
