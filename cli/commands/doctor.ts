import { Command } from 'commander';
import type { DoctorReport, DoctorSource, Finding } from '../../contract/doctor.ts';
import { EXIT } from '../exit.ts';
import { wordFinding } from '../finding-words.ts';
import { safeJson, safeText } from '../../contract/safe-text.ts';
import { withSourceFlags, type SourceFlags } from '../options.ts';
import { ask, withService } from '../session.ts';
import { print, say } from '../print.ts';

interface DoctorFlags extends SourceFlags {
  json?: boolean;
  sync: boolean;
}

const MARKS: Record<Finding['level'], string> = {
  ok: 'ok     ',
  info: 'info   ',
  warning: 'warning',
  error: 'ERROR  ',
};

const SILENT_SHOWN = 20;

/** The command `doctor`. */
export function doctorCommand(version: string): Command {
  return withSourceFlags(new Command('doctor'))
    .description('Check credentials, tables, clock, hosts and store, and suggest fixes.')
    .option('--json', 'print the whole report as JSON')
    .option('--no-sync', 'do not sync before')
    .addHelpText('after', '\nExits with 1 if a finding is an error.')
    .action(async (flags: DoctorFlags) => {
      await withService({ version, flags }, async (service) => {
        if (flags.sync) await ask(service, 'syncNow', { reason: 'user' });
        const report = await ask(service, 'doctor', {});
        (flags.json === true ? print : say)(
          flags.json === true ? formatJson(report) : formatReport(report),
        );
        if (report.findings.some(({ level }) => level === 'error')) process.exitCode = EXIT.failed;
      });
    });
}

/** The report for programs: each finding has its code, its values and the English text. */
export function formatJson(report: DoctorReport): string {
  const findings = report.findings.map((finding) => ({ ...finding, ...wordFinding(finding) }));
  return `${safeJson({ ...report, findings }, 2)}\n`;
}

/** The report for people. Names from the tables are printed without control characters. */
export function formatReport(report: DoctorReport): string {
  const names = new Map(report.sources.map(({ id, name }) => [id, name]));
  const lines = report.findings.flatMap((finding) => formatFinding(finding, names));
  lines.push('', ...report.sources.flatMap(formatSource));
  if (report.silent.length > 0) lines.push('', 'Silent hosts, longest first:');
  for (const { hostname, lastSeen } of report.silent.slice(0, SILENT_SHOWN))
    lines.push(`  ${safeText(hostname)}: no sample since ${timeOf(lastSeen)}`);
  const more = report.silent.length - SILENT_SHOWN;
  if (more > 0) lines.push(`  and ${String(more)} more (--json has them all)`);
  const { bytes, hostHours } = report.store;
  lines.push(
    '',
    `Store: ${(bytes / 1024 / 1024).toFixed(1)} MiB, ${String(hostHours)} host hours. Outbox: ${String(report.outbox)}.`,
  );
  return `${lines.join('\n')}\n`;
}

function formatFinding(finding: Finding, names: ReadonlyMap<string, string>): string[] {
  const { level, sourceId } = finding;
  const { message, hint } = wordFinding(finding);
  const about = sourceId === null ? '' : `${names.get(sourceId) ?? sourceId}: `;
  const lines = [`${MARKS[level]} ${safeText(`${about}${message}`)}`];
  if (hint !== '') lines.push(`        ${safeText(hint)}`);
  return lines;
}

function formatSource(source: DoctorSource): string[] {
  if (source.status === 'unconfigured')
    return [`Source ${safeText(source.name)} (${source.id}): not connected.`];
  const lines = [
    `Source ${safeText(source.name)} (${source.id}), last sync ${timeOf(source.lastSyncedAt)}:`,
  ];
  for (const { name, state, items, newest, ttl } of source.tables)
    lines.push(
      `  ${name}: ${state}, ${items === null ? 'unknown number of' : String(items)} items, newest ${timeOf(newest)}` +
        (ttl === undefined ? '' : `, TTL ${ttl === null ? 'off' : `on ${ttl}`}`),
    );
  for (const { table, key, problem } of source.badItems)
    lines.push(`  skipped in ${table}: ${safeText(key)} (${safeText(problem)})`);
  return lines;
}

function timeOf(seconds: number | null): string {
  return seconds === null ? 'never' : new Date(seconds * 1000).toISOString().slice(0, 19) + 'Z';
}
