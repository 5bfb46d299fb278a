import type { DoctorReport, DoctorSource, DoctorTable, Finding } from '../../contract/doctor.ts';

/** Seconds of clock skew that begin to shift samples into wrong minutes; AWS itself refuses requests at 300. */
const SKEW_WARNING = 20;
const SKEW_ERROR = 240;
const LONG_OUTBOX = 60;

/** Draws the conclusions from what was looked at: each with what to do about it. */
export function findingsOf(report: Omit<DoctorReport, 'findings'>): Finding[] {
  return [
    ...report.sources.flatMap(sourceFindings),
    ...hostFindings(report),
    ...machineFindings(report),
  ];
}

function sourceFindings(source: DoctorSource): Finding[] {
  const about = (check: string, level: Finding['level'], message: string, hint = ''): Finding => ({
    check,
    level,
    sourceId: source.id,
    message,
    hint,
  });
  if (source.status === 'unconfigured')
    return [
      about(
        'source',
        'info',
        `${source.name} is not connected.`,
        'Nothing to do where only this machine is collected; else set AWS_PROFILE, or a profile or endpoint in Settings.',
      ),
    ];
  const findings: Finding[] = [];
  if (source.credentials !== null)
    findings.push(about('credentials', 'ok', `Credentials found: ${source.credentials}.`));
  if (source.region !== null)
    findings.push(
      about(
        'region',
        'ok',
        `Region ${source.region}${source.endpoint === null ? '' : ` at ${source.endpoint}`}.`,
      ),
    );
  if (source.error !== null)
    findings.push(about('source', 'error', source.error.message, source.error.hint));
  findings.push(...source.tables.flatMap((table) => tableFindings(source, table)));
  findings.push(...skewFindings(source));
  if (source.badItemCount > 0)
    findings.push(
      about(
        'bad-items',
        'warning',
        `${String(source.badItemCount)} items made no sense and were skipped.`,
        'The list names each with its problem; a writer that is out of order is the usual cause.',
      ),
    );
  return findings;
}

function tableFindings(source: DoctorSource, table: DoctorTable): Finding[] {
  const about = (level: Finding['level'], message: string, hint = ''): Finding => ({
    check: `table-${table.role}`,
    level,
    sourceId: source.id,
    message: `Table ${table.name}: ${message}`,
    hint,
  });
  if (table.state === 'missing') return [missingTable(table, about)];
  if (table.state === 'denied')
    return [
      about(
        table.role === 'legacy' ? 'info' : 'error',
        'access denied.',
        'Give this user the least policy in docs/aws.md.',
      ),
    ];
  if (table.state === 'creating') return [about('info', 'still being created.', 'Wait a minute.')];
  if (table.state !== 'active')
    return [
      about('warning', `state ${table.state}.`, 'Sync, and look at the error of the source.'),
    ];
  const findings = [about('ok', 'readable.')];
  if (table.ttl === null)
    findings.push({
      ...about(
        'warning',
        'TTL is off: samples are never deleted, and storage grows.',
        `Turn it on for the attribute "ttl": aws dynamodb update-time-to-live --table-name ${table.name} --time-to-live-specification Enabled=true,AttributeName=ttl`,
      ),
      check: 'table-ttl',
    });
  return findings;
}

function missingTable(
  table: DoctorTable,
  about: (level: Finding['level'], message: string, hint?: string) => Finding,
): Finding {
  if (table.role === 'legacy')
    return about('ok', 'not there; no machine writes the legacy layout.');
  if (table.role === 'registry')
    return about(
      'warning',
      'missing; hosts are found by scanning, which costs more.',
      '"collect --create-tables" creates it.',
    );
  return about(
    'error',
    'missing.',
    'Check region and table names; "collect --create-tables" creates it.',
  );
}

function skewFindings(source: DoctorSource): Finding[] {
  const { clockSkew } = source;
  if (clockSkew === null) return [];
  const size = Math.abs(clockSkew);
  const base = { check: 'clock', sourceId: source.id };
  if (size < SKEW_WARNING)
    return [
      {
        ...base,
        level: 'ok',
        message: 'This machine\u2019s clock agrees with the server.',
        hint: '',
      },
    ];
  return [
    {
      ...base,
      level: size < SKEW_ERROR ? 'warning' : 'error',
      message: `This machine\u2019s clock is ${String(Math.round(size))} s ${clockSkew > 0 ? 'ahead of' : 'behind'} the server\u2019s.`,
      hint: 'Turn on time synchronization (NTP); AWS refuses requests from 300 s on.',
    },
  ];
}

function hostFindings({ hosts, silent, duplicates }: Omit<DoctorReport, 'findings'>): Finding[] {
  const findings: Finding[] = [];
  if (silent.length > 0)
    findings.push({
      check: 'silent-hosts',
      level: 'warning',
      sourceId: null,
      message: `${String(silent.length)} of ${String(hosts)} hosts are silent.`,
      hint: 'Look whether the machine and its collector run; remove machines that are gone from the fleet.',
    });
  for (const { sourceId, hostnames } of duplicates)
    findings.push({
      check: 'duplicates',
      level: 'info',
      sourceId,
      message: `${hostnames[0]} and ${hostnames[1]} are likely one machine.`,
      hint: 'Remove the old name from the fleet, and set a fixed name with "collect --hostname".',
    });
  return findings;
}

function machineFindings({ outbox, store }: Omit<DoctorReport, 'findings'>): Finding[] {
  const findings: Finding[] = [];
  if (outbox >= LONG_OUTBOX)
    findings.push({
      check: 'outbox',
      level: 'warning',
      sourceId: null,
      message: `${String(outbox)} samples of this machine wait to be uploaded.`,
      hint: 'They are uploaded when the source can be reached; its error says why it cannot.',
    });
  for (const name of store.setAside)
    findings.push({
      check: 'store',
      level: 'warning',
      sourceId: null,
      message: `A damaged database was set aside as ${name}.`,
      hint: 'Its content was fetched again; delete the file when nothing is missing.',
    });
  return findings;
}
