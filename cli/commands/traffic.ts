import { Command } from 'commander';
import type { HostTraffic } from '../../contract/answers.ts';
import { safeJson } from '../../contract/safe-text.ts';
import { DAY_S } from '../../contract/time.ts';
import {
  GIGABYTE,
  countedTraffic,
  trafficOf,
  trafficPeriods,
  type TrafficZone,
} from '../../contract/traffic.ts';
import { amountText, percentText } from '../../locales/numbers.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import type { Service } from '../../worker/service.ts';
import { formatColumns } from '../columns.ts';
import { withSourceFlags, type SourceFlags } from '../options.ts';
import { ask, findHost, warnAboutSources, withService } from '../session.ts';
import { print, say } from '../print.ts';

interface TrafficFlags extends SourceFlags {
  source?: string;
  json?: boolean;
  utc?: boolean;
}

/** Days back that a sync can fetch: the lifetime of items in DynamoDB. */
const FETCHED_DAYS = 30;
const LOCALE = 'en-GB';

/** The command `traffic`. */
export function trafficCommand(version: string): Command {
  return withSourceFlags(new Command('traffic'))
    .description('Fetch the missing samples of a host, then print what it received and sent.')
    .argument('<host>', 'hostname, as "status" shows it')
    .option('--source <id>', 'the source, if several have a host with this name')
    .option('--utc', 'UTC days instead of days in this machine\u2019s time zone')
    .option('--json', 'print JSON: bytes by day, and the start of the accounting month')
    .addHelpText('after', HELP)
    .action(async (hostname: string, flags: TrafficFlags) => {
      await withService({ version, flags }, (service) => printTraffic(service, hostname, flags));
    });
}

async function printTraffic(
  service: Service,
  hostname: string,
  flags: TrafficFlags,
): Promise<void> {
  const { traffic: rules, display } = await ask(service, 'getSettings', {});
  const now = nowSeconds(systemClock);
  const zone: TrafficZone = flags.utc === true || display.timeZone === 'utc' ? 'utc' : 'local';
  const { days, months } = trafficPeriods(now, rules.resetDay, zone);
  const { found, host } = await findHost(service, hostname, flags.source);
  const from = Math.max(days[0] ?? now, now - FETCHED_DAYS * DAY_S);
  const fetched = await service.request('backfillHost', {
    ...host,
    from,
    scanAtAnyCost: false,
  });
  warnAboutSources(found, new Map(fetched.ok ? [] : [[host.sourceId, fetched.error]]));
  const { periods } = await ask(service, 'hostTraffic', { ...host, edges: days });
  const known = periods.filter(({ seconds }) => seconds > 0);
  const monthFrom = months.at(-1) ?? 0;
  if (flags.json === true) {
    print(
      `${safeJson({ ...host, monthFrom, quotaBytes: rules.quotaGb * GIGABYTE, days: known }, 2)}\n`,
    );
    return;
  }
  say(`${table(known, months, zone)}\n`);
  const present = trafficOf(known.filter((day) => day.from >= monthFrom));
  if (rules.quotaGb > 0) {
    const counted = countedTraffic(present, rules.counts);
    const quota = rules.quotaGb * GIGABYTE;
    const share = percentText((counted / quota) * 100, LOCALE);
    say(`${share} % of the quota of ${amountText(quota, LOCALE)}\n`);
  }
}

/** The days of the current month, then the months, each with its totals. */
function table(days: HostTraffic['periods'], months: readonly number[], zone: TrafficZone): string {
  const present = months.at(-1) ?? 0;
  const name = (at: number): string =>
    new Date(at * 1000).toLocaleDateString('sv-SE', zone === 'utc' ? { timeZone: 'UTC' } : {});
  const row = (words: string, { rxBytes, txBytes }: { rxBytes: number; txBytes: number }) => [
    words,
    ...[rxBytes, txBytes, rxBytes + txBytes].map((bytes) => amountText(bytes, LOCALE)),
  ];
  const sums = months.flatMap((from, index) => {
    const to = months[index + 1] ?? Infinity;
    const ofMonth = days.filter((day) => day.from >= from && day.from < to);
    const words = to === Infinity ? `since ${name(from)}` : `${name(from)} to ${name(to - 1)}`;
    return ofMonth.length === 0 ? [] : [row(words, trafficOf(ofMonth))];
  });
  return formatColumns(
    [
      { head: 'day', align: 'left' },
      { head: 'received', align: 'right' },
      { head: 'sent', align: 'right' },
      { head: 'total', align: 'right' },
    ],
    [...days.filter(({ from }) => from >= present).map((day) => row(name(day.from), day)), ...sums],
  );
}

const HELP = `
Sums come from the rates of each minute; a minute without a sample adds nothing. Day of reset and quota are settings of
the app (Settings, Traffic).`;
