import type {
  AdvisedFinding,
  DoctorReport,
  DoctorSource,
  DoctorTable,
  Finding,
  FleetCost,
} from '../../contract/doctor.ts';
import { storageCost } from '../../contract/prices.ts';
import { safeText } from '../../contract/safe-text.ts';
import { TTL_ATTRIBUTE } from '../../contract/tables.ts';

/** Seconds of clock skew that begin to shift samples into wrong minutes; AWS itself refuses requests at 300. */
const SKEW_WARNING_S = 20;
const SKEW_ERROR_S = 240;
const LONG_OUTBOX = 60;
/** Hosts of names that many machines have that are named one by one. */
const SHARED_NAMES_SHOWN = 20;

const MIB = 1024 ** 2;

/** Draws the conclusions from what was looked at, as codes with values: whoever shows them has the words. */
export function findingsOf(report: Omit<DoctorReport, 'findings'>): Finding[] {
  return [
    ...report.sources.flatMap(sourceFindings),
    ...replicaFindings(report),
    ...hostFindings(report),
    ...machineFindings(report),
  ];
}

function replicaFindings({
  replicas,
  sources,
}: Pick<DoctorReport, 'replicas' | 'sources'>): Finding[] {
  return replicas.map(({ sourceId, otherId, hosts: n }) => {
    const other = sources.find(({ id }) => id === otherId)?.name ?? otherId;
    return { code: 'source-replicated', level: 'info', sourceId, values: { other, n } };
  });
}

function sourceFindings(source: DoctorSource): Finding[] {
  const { id: sourceId, error, badItemCount } = source;
  if (source.status === 'unconfigured')
    return [{ code: 'source-unconfigured', level: 'info', sourceId, values: {} }];
  const findings: Finding[] = connectionFindings(source);
  if (error !== null) findings.push({ code: 'source-failing', level: 'error', sourceId, error });
  findings.push(...source.tables.flatMap((table) => tableFindings(sourceId, table)));
  findings.push(...skewFindings(source));
  if (source.cost !== undefined) findings.push(costFinding(sourceId, source.cost));
  if (badItemCount > 0)
    findings.push({ code: 'bad-items', level: 'warning', sourceId, values: { n: badItemCount } });
  return findings;
}

function costFinding(sourceId: string, cost: FleetCost): Finding {
  const dollars = (amount: number): string => amount.toFixed(2);
  const { hosts: n, writeUnits, readUnits } = cost;
  const values = {
    n,
    now: dollars(cost.now),
    registry: dollars(cost.registry),
    provisioned: dollars(cost.provisioned),
    writeUnits,
    readUnits,
    infrequent: dollars(cost.infrequentAccess),
  };
  return { code: 'fleet-cost', level: 'info', sourceId, values };
}

function connectionFindings({ id: sourceId, credentials, region, endpoint, proxy }: DoctorSource) {
  const good = { level: 'ok', sourceId } as const;
  const findings: Finding[] = [];
  if (credentials?.kind === 'identity')
    findings.push({ ...good, code: 'credentials-identity', values: { arn: credentials.arn } });
  if (credentials?.kind === 'key')
    findings.push({ ...good, code: 'credentials-key', values: { end: credentials.end } });
  if (region !== null)
    findings.push(
      endpoint === null
        ? { ...good, code: 'region', values: { region } }
        : { ...good, code: 'endpoint', values: { region, endpoint } },
    );
  if (proxy !== undefined) findings.push({ ...good, code: 'proxy', values: { proxy } });
  return findings;
}

function tableFindings(
  sourceId: string,
  { name: table, role, state, ttl, index, bytes }: DoctorTable,
) {
  const findings: Finding[] = [];
  if (state === 'active')
    findings.push({ code: 'table-readable', level: 'ok', sourceId, values: { table } });
  else if (role === 'functions' && state === 'missing')
    findings.push({ code: 'functions-missing', level: 'ok', sourceId, values: { table } });
  else if (role === 'functions' && (state === 'denied' || state === 'unknown'))
    findings.push({ code: 'functions-denied', level: 'ok', sourceId, values: { table } });
  else if (state === 'missing' && role === 'legacy')
    findings.push({ code: 'legacy-missing', level: 'ok', sourceId, values: { table } });
  else findings.push({ ...tableProblem(role, state), sourceId, values: { table } });
  if (state === 'active' && ttl === null)
    findings.push({
      code: 'table-ttl-off',
      level: 'warning',
      sourceId,
      values: { table, command: ttlCommand(table) },
    });
  if (state === 'active' && typeof ttl === 'string' && ttl !== TTL_ATTRIBUTE)
    findings.push({
      code: 'table-ttl-other',
      level: 'warning',
      sourceId,
      values: { table, attribute: safeText(ttl, 100) },
    });
  if (role === 'functions' && state === 'active' && bytes !== null)
    findings.push({
      code: 'functions-grow',
      level: 'ok',
      sourceId,
      values: { table, n: Math.round(bytes / MIB), cost: storageCost(bytes).toFixed(2) },
    });
  if (index?.state === 'absent')
    findings.push({
      code: role === 'functions' ? 'functions-index-missing' : 'legacy-index-missing',
      level: 'info',
      sourceId,
      values: { table, command: index.command },
    });
  if (index?.state === 'creating')
    findings.push({
      code: 'legacy-index-creating',
      level: 'info',
      sourceId,
      values: { table },
    });
  return findings;
}

type TableProblem = Pick<
  Extract<AdvisedFinding, { values: { table: string; command?: never; attribute?: never } }>,
  'code' | 'level'
>;

/**
 * What is wrong with a table. The app does without the registry, at a price, and nobody has to have the legacy table.
 */
function tableProblem(
  role: DoctorTable['role'],
  state: Exclude<DoctorTable['state'], 'active'>,
): TableProblem {
  switch (state) {
    case 'missing':
      return role === 'registry'
        ? { code: 'registry-missing', level: 'warning' }
        : { code: 'table-missing', level: 'error' };
    case 'denied':
      return role === 'legacy'
        ? { code: 'legacy-denied', level: 'info' }
        : { code: 'table-denied', level: 'error' };
    case 'creating':
      return { code: 'table-creating', level: 'info' };
    case 'failing':
      return { code: 'table-failing', level: 'warning' };
    case 'unknown':
      return { code: 'table-unknown', level: 'warning' };
  }
}

const ttlCommand = (table: string): string =>
  `aws dynamodb update-time-to-live --table-name ${table} --time-to-live-specification Enabled=true,AttributeName=ttl`;

function skewFindings({ id: sourceId, clockSkew }: DoctorSource): Finding[] {
  if (clockSkew === null) return [];
  const n = Math.round(Math.abs(clockSkew));
  if (n < SKEW_WARNING_S) return [{ code: 'clock-agrees', level: 'ok', sourceId, values: {} }];
  return [
    {
      code: clockSkew > 0 ? 'clock-ahead' : 'clock-behind',
      level: n < SKEW_ERROR_S ? 'warning' : 'error',
      sourceId,
      values: { n },
    },
  ];
}

function hostFindings({
  hosts,
  silent,
  unread,
  duplicates,
  sharedNames,
}: Omit<DoctorReport, 'findings'>): Finding[] {
  const findings: Finding[] = duplicates.groups.map(({ sourceId, hostnames, count }) => ({
    code: 'hosts-duplicate',
    level: 'info',
    sourceId,
    values: { names: listed(hostnames, count), n: count },
  }));
  if (duplicates.more > 0)
    findings.push({
      code: 'hosts-duplicate-more',
      level: 'info',
      sourceId: null,
      values: { n: duplicates.more },
    });
  for (const { sourceId, hostname } of sharedNames.slice(0, SHARED_NAMES_SHOWN))
    findings.push({ code: 'hostname-shared', level: 'warning', sourceId, values: { hostname } });
  if (sharedNames.length > SHARED_NAMES_SHOWN)
    findings.push({
      code: 'hostname-shared-more',
      level: 'warning',
      sourceId: null,
      values: { n: sharedNames.length - SHARED_NAMES_SHOWN },
    });
  if (unread > 0)
    findings.unshift({
      code: 'hosts-unread',
      level: 'info',
      sourceId: null,
      values: { n: unread, hosts },
    });
  if (silent.length > 0)
    findings.unshift({
      code: 'hosts-silent',
      level: 'warning',
      sourceId: null,
      values: { n: silent.length, hosts },
    });
  return findings;
}

function machineFindings({
  outbox,
  overwritten,
  store,
}: Omit<DoctorReport, 'findings'>): Finding[] {
  const findings: Finding[] = store.quarantine.map((file) => ({
    code: 'store-quarantined',
    level: 'warning',
    sourceId: null,
    values: { file },
  }));
  if (store.diskFull)
    findings.push({ code: 'store-disk-full', level: 'error', sourceId: null, values: {} });
  const mended = Object.entries(store.mended);
  if (mended.length > 0)
    findings.push({
      code: 'store-mended',
      level: 'warning',
      sourceId: null,
      values: {
        n: mended.reduce((sum, [, rows]) => sum + rows, 0),
        where: mended.map(([place]) => place).join(', '),
      },
    });
  if (store.packed !== null)
    findings.push({
      code: 'store-packing',
      level: 'ok',
      sourceId: null,
      values: { n: Math.floor(store.packed * 100) },
    });
  if (overwritten !== null)
    findings.unshift({
      code: 'minutes-overwritten',
      level: 'warning',
      sourceId: overwritten.sourceId,
      values: { hostname: overwritten.hostname, n: overwritten.minutes },
    });
  if (outbox >= LONG_OUTBOX)
    findings.unshift({
      code: 'outbox-long',
      level: 'warning',
      sourceId: null,
      values: { n: outbox },
    });
  return findings;
}

/** Names as a list, which an ellipsis ends where there are more. */
function listed(hostnames: readonly string[], count: number): string {
  return [...hostnames, ...(count > hostnames.length ? ['…'] : [])].join(', ');
}
