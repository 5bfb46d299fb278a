import { isDeepStrictEqual } from 'node:util';
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import type { RuleTrial } from '../../contract/answers.ts';
import type { AlertScope, AlertSettings } from '../../contract/alerts.ts';
import { appFailure } from '../../contract/errors.ts';
import { ownRules } from '../../contract/exemptions.ts';
import { hostKey, type HostSummary } from '../../contract/host.ts';
import { DISK_METRIC, METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import { safeJson, safeText } from '../../contract/safe-text.ts';
import { limitsOf, type ThresholdRule } from '../../contract/threshold-rules.ts';
import { triedRuleSchema, type TriedRuleInput } from '../../contract/tried-rule.ts';
import { metricText } from '../../locales/metric-text.ts';
import { formatColumns } from '../columns.ts';
import { exemptLines } from '../exemptions.ts';
import { wholeNumber } from '../options.ts';
import { print, say, tell } from '../print.ts';
import { ask, withService } from '../session.ts';

/** The values to try. Those that are absent come from the current rule. */
export interface TryFlags {
  threshold?: number;
  clears?: number;
  minutes?: number;
  label?: string;
  host?: string;
}

/** Adds `try`: how often a rule would have fired in the last seven days. */
export function addTryCommand(alerts: Command, version: string): void {
  alerts
    .command('try')
    .description('Say how often a rule on a metric would have fired in the last seven days.')
    .addArgument(new Argument('<metric>', 'a metric').choices(METRIC_IDS))
    .option('--threshold <value>', 'where it begins, in the unit of the metric', finiteNumber)
    .option('--clears <value>', 'where it ends; otherwise as far away as now', finiteNumber)
    .option('--minutes <n>', 'for so many minutes', wholeNumber(1440))
    .option('--label <label>', 'as an override for the hosts of a label')
    .addOption(new Option('--host <hostname>', 'as an override for a host').conflicts('label'))
    .option('--json', 'print a JSON object instead of a table')
    .action(async (metric: MetricId, { json, ...flags }: TryFlags & { json?: boolean }) => {
      await withService({ version, flags: {} }, async (service) => {
        const { alerts: settings } = await ask(service, 'getSettings', {});
        const { hosts } = await ask(service, 'fleetOverview', {});
        const tried = triedBy(metric, flags, settings, hosts);
        const trial = await ask(service, 'tryRule', tried);
        if (json === true) print(`${safeJson({ ...tried, ...trial }, 2)}\n`);
        else say(trialText(tried, trial));
        if (json === true) return;
        const { labels } = await ask(service, 'getSettings', {});
        for (const line of exemptFrom(
          tried,
          hosts,
          (host) => labels[hostKey(host)] ?? [],
          settings,
        ))
          tell(`${line}\n`);
      });
    });
}

/** The rule that the flags describe, with the current rules for the rest. Throws `AppFailure` if they describe none. */
export function triedBy(
  metric: MetricId,
  flags: TryFlags,
  settings: AlertSettings,
  hosts: readonly HostSummary[],
): TriedRuleInput {
  const scope = scopeOf(flags, hosts);
  const override = settings.overrides.find((one) => isDeepStrictEqual(one.scope, scope));
  const rule = changed(metric, override?.[metric] ?? settings[metric], flags);
  const parsed = triedRuleSchema.safeParse({ metric, rule, ...(scope && { scope }) });
  if (parsed.success) return parsed.data;
  const [least, greatest] = METRICS[metric].bounds;
  throw appFailure(
    'invalid-input',
    `That is no rule on ${metric}.`,
    `The threshold lies between ${String(least)} and ${String(greatest)}, and --clears on its good side.`,
  );
}

function scopeOf({ label, host }: TryFlags, hosts: readonly HostSummary[]): AlertScope | undefined {
  if (label !== undefined) return { kind: 'label', label };
  if (host === undefined) return undefined;
  const found = hosts.find(({ hostname }) => hostname === host);
  if (found === undefined)
    throw appFailure('not-found', `No host "${host}" is known.`, 'See "status" for the hosts.');
  return { kind: 'host', sourceId: found.sourceId, hostname: found.hostname };
}

function changed(metric: MetricId, now: ThresholdRule, flags: TryFlags): ThresholdRule {
  const known = limitsOf(now);
  const threshold = flags.threshold ?? known.threshold;
  const [least, greatest] = METRICS[metric].bounds;
  const asFar = threshold + known.clearsAt - known.threshold;
  const clears = flags.clears ?? Math.min(greatest, Math.max(least, asFar));
  const forMinutes = flags.minutes ?? known.forMinutes;
  return known.direction === 'above'
    ? { enabled: true, above: threshold, clearBelow: clears, forMinutes }
    : { enabled: true, below: threshold, clearAbove: clears, forMinutes };
}

/** The hosts that the default rule does not apply to, because their label or they themselves have an override. */
export function exemptFrom(
  { metric, scope }: TriedRuleInput,
  hosts: readonly HostSummary[],
  labelsOf: (host: HostSummary) => readonly string[],
  { overrides, uncountedMounts }: AlertSettings,
): string[] {
  const own = hosts.flatMap((host) =>
    ownRules(host, labelsOf(host), overrides)
      .filter(({ kind, scope: of }) => kind === metric && !isDeepStrictEqual(of, scope))
      .map(({ isOff, scope: of }) => {
        const by = of.kind === 'host' ? 'itself' : `the label ${safeText(of.label, 40)}`;
        const what = isOff ? 'off' : 'another rule';
        return `${safeText(host.hostname, 60)}: ${what}, by an override for ${by}.`;
      }),
  );
  return [...own, ...(metric === DISK_METRIC ? exemptLines(uncountedMounts) : [])];
}

/** The output: the rule, how often it would have fired, and on which hosts. */
export function trialText(
  { metric, rule }: TriedRuleInput,
  { hosts, times, fired }: RuleTrial,
): string {
  const { direction, threshold, clearsAt, forMinutes } = limitsOf(rule);
  const [sign, side] = direction === 'above' ? ['at or above', 'below'] : ['at or below', 'above'];
  const words =
    `${metric} ${sign} ${metricText(metric, threshold, 'en')} for ${String(forMinutes)} min, ` +
    `clears ${side} ${metricText(metric, clearsAt, 'en')}:\n` +
    `would have fired ${times === 1 ? 'once' : `${String(times)} times`} in the last 7 days, ` +
    `on ${String(fired.length)} of ${String(hosts)} hosts.\n`;
  if (fired.length === 0) return words;
  const rows = fired.map((host) => [host.hostname, String(host.times)]);
  const columns = [
    { head: 'HOST', align: 'left' },
    { head: 'TIMES', align: 'right' },
  ] as const;
  return `${words}${formatColumns(columns, rows)}\n`;
}

function finiteNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}
