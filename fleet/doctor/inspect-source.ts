import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Credentials, DoctorSource, DoctorTable } from '../../contract/doctor.ts';
import { AppFailure, type AppError } from '../../contract/errors.ts';
import { DAY_S } from '../../contract/time.ts';
import { TABLE_ROLES, type TableRole } from '../../contract/tables.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { awsFailure } from '../../platform/aws/errors.ts';
import { NetworkHandler } from '../../platform/aws/network-handler.ts';
import { proxyFor, shownProxy } from '../../platform/net/proxy.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { UNKNOWN_TABLE, describeTable } from '../remote/tables.ts';
import type { StoredHost } from '../store/host-row.ts';
import { SEEN_IN } from '../store/minute.ts';
import { fleetCost } from './costs.ts';
import { indexCommandOf } from '../sync/legacy-index.ts';
import type { SourceRuntime } from '../sync/source-runtime.ts';

const IDENTITY_TIMEOUT_MS = 5000;
const BAD_ITEMS_SHOWN = 20;

/** Looks at a source live: credentials, tables, TTL and the server's clock. Failures become part of the answer. */
export async function inspectSource(
  runtime: SourceRuntime,
  hosts: readonly StoredHost[],
): Promise<DoctorSource> {
  const { config, store } = runtime;
  const state = runtime.state();
  const found: DoctorSource = {
    id: config.id,
    name: config.name,
    status: state.status,
    region: null,
    endpoint: config.endpoint ?? null,
    credentials: null,
    tables: TABLE_ROLES.map((role) => emptyTable(runtime, role, hosts)),
    clockSkew: null,
    lastSyncedAt: state.lastSyncedAt,
    error: state.error,
    badItems: store
      .read(() => store.sources.listBadItems(config.id, BAD_ITEMS_SHOWN))
      .map(({ role, key, problem, lastAt }) => ({ table: role, key, problem, lastAt })),
    badItemCount: state.badItems,
  };
  if (!runtime.connected) return found;
  try {
    const reader = await runtime.reader();
    found.region = await reader.region();
    const proxy = await proxyFor(await reader.address());
    if (proxy !== null) found.proxy = shownProxy(proxy);
    found.credentials = await whoseCredentials(runtime, reader);
    found.tables = await Promise.all(
      TABLE_ROLES.map((role) => inspectTable(runtime, reader, role, hosts)),
    );
    found.clockSkew = reader.clockSkew(runtime.clock);
    const hostsNow = writingNow(runtime, hosts);
    if (hostsNow > 0 && !(await reader.hasCustomEndpoint(config.endpoint)))
      found.cost = fleetCost(
        hostsNow,
        found.tables.find(({ role }) => role === 'system')?.bytes ?? null,
      );
  } catch (error) {
    found.error = errorOf(error);
  }
  return found;
}

/** Hosts that have written v2 samples in the last day. */
function writingNow({ clock }: SourceRuntime, hosts: readonly StoredHost[]): number {
  const since = nowSeconds(clock) - DAY_S;
  return hosts.filter(
    ({ layouts, sampleAt }) => (layouts & SEEN_IN.v2) !== 0 && (sampleAt ?? 0) > since,
  ).length;
}

async function inspectTable(
  runtime: SourceRuntime,
  reader: DynamoSource,
  role: TableRole,
  hosts: readonly StoredHost[],
): Promise<DoctorTable> {
  const table = emptyTable(runtime, role, hosts);
  const info = await describeTable(reader, role).catch((error: unknown) => {
    if (errorOf(error).code !== 'table-layout') throw error;
    return { ...UNKNOWN_TABLE, state: 'failing' as const };
  });
  if (info.state !== 'unknown') table.state = info.state;
  table.items = info.items;
  table.bytes = info.bytes;
  if (
    (role === 'legacy' || role === 'functions') &&
    info.state === 'active' &&
    table.newest !== null
  )
    table.index = {
      state: info.index,
      command: await indexCommandOf(runtime.config, role, reader, info),
    };
  if (role === 'system' && info.state === 'active')
    try {
      table.ttl = await reader.ttlAttribute(role);
    } catch (error) {
      // Not being allowed to ask is no finding about the table: the state of TTL stays unknown.
      if (errorOf(error).code !== 'access-denied') throw error;
    }
  return table;
}

/** For whom the credentials are. Custom endpoints know no identity service: there the key's end has to do. */
async function whoseCredentials(
  { config }: SourceRuntime,
  reader: DynamoSource,
): Promise<Credentials> {
  const credentials = await reader.credentials();
  const key = { kind: 'key', end: credentials.accessKeyId.slice(-4) } as const;
  if (await reader.hasCustomEndpoint(config.endpoint)) return key;
  const sts = new STSClient({
    region: await reader.region(),
    credentials,
    maxAttempts: 1,
    requestHandler: new NetworkHandler(),
  });
  try {
    const { Arn: arn } = await sts.send(new GetCallerIdentityCommand({}), {
      abortSignal: AbortSignal.timeout(IDENTITY_TIMEOUT_MS),
    });
    return arn === undefined ? key : { kind: 'identity', arn };
  } catch {
    // The tables themselves tell whether the credentials are good; this is only their name.
    return key;
  } finally {
    sts.destroy();
  }
}

function emptyTable(
  runtime: SourceRuntime,
  role: TableRole,
  hosts: readonly StoredHost[],
): DoctorTable {
  const seen = (role === 'functions' ? [] : hosts).map((host) =>
    role === 'system' ? host.sampleAt : role === 'legacy' ? host.legacySeen : host.registrySeen,
  );
  const { store, config } = runtime;
  if (role === 'functions') seen.push(store.read(() => store.functionScans.newest(config.id)));
  const newest = seen.reduce<number>((latest, at) => Math.max(latest, at ?? 0), 0);
  return {
    role,
    name: runtime.config.tables[role],
    state: runtime.stored.tables[role],
    items: null,
    bytes: null,
    newest: newest === 0 ? null : newest,
  };
}

function errorOf(error: unknown): AppError {
  return error instanceof AppFailure
    ? error.error
    : awsFailure(error, 'looking at the source').error;
}
