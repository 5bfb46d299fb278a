import { OWN_ROWS } from './hostname.ts';
import { LEGACY_INDEX, type TableNames } from './tables.ts';

/** A statement of a policy. */
export interface PolicyStatement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** An IAM policy as AWS reads it. */
export interface Policy {
  Version: '2012-10-17';
  Statement: PolicyStatement[];
}

/** AWS partitions: the commercial regions, GovCloud, China, and the European Sovereign Cloud. */
export const PARTITIONS = ['aws', 'aws-us-gov', 'aws-cn', 'aws-eusc'] as const;
/** An AWS partition. */
export type Partition = (typeof PARTITIONS)[number];

/** The partition of a region, by its name. */
export function partitionOf(region: string): Partition {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

/** The location of a policy's tables. `*` matches any. */
export interface PolicyPlace {
  partition: Partition;
  region: string;
  /** The account's twelve digits. */
  account: string;
}

/** Needed because `ForAllValues` is true for a request without keys. */
const HAS_KEYS = { Null: { 'dynamodb:LeadingKeys': 'false' } };

const ANYWHERE: PolicyPlace = { partition: 'aws', region: '*', account: '*' };

const tableArn = (name: string, { partition, region, account } = ANYWHERE): string =>
  `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
const actions = (...names: string[]): string[] => names.map((name) => `dynamodb:${name}`);
const policy = (...Statement: Policy['Statement']): Policy => ({
  Version: '2012-10-17',
  Statement,
});

/**
 * The least permissions to read a fleet. The second statement is only for removing and restoring hosts, the third
 * for data that viewers share.
 */
export function viewerPolicy(tables: TableNames, place: PolicyPlace = ANYWHERE): Policy {
  return policy(
    readFleet(tables, place),
    {
      Sid: 'RemoveAndBringBackHosts',
      Effect: 'Allow',
      Action: actions('UpdateItem'),
      Resource: [tableArn(tables.registry, place)],
    },
    keepSharedRows(tables, place),
  );
}

/** The least permissions for `watch`: it reads the fleet and writes shared rows, but no host's row. */
export function watcherPolicy(tables: TableNames, place: PolicyPlace = ANYWHERE): Policy {
  return policy(readFleet(tables, place), keepSharedRows(tables, place));
}

function readFleet(
  { system, registry, legacy, functions }: TableNames,
  place: PolicyPlace,
): PolicyStatement {
  const withIndex = (name: string): string[] => [name, `${name}/index/${LEGACY_INDEX}`];
  const read = [system, registry, ...withIndex(legacy), ...withIndex(functions)];
  return {
    Sid: 'ReadFleet',
    Effect: 'Allow',
    Action: actions('BatchGetItem', 'DescribeTable', 'DescribeTimeToLive', 'Query', 'Scan'),
    Resource: read.map((name) => tableArn(name, place)),
  };
}

/** Registry rows that are not hosts (docs/records.md). They are read like all others. */
function keepSharedRows({ registry }: TableNames, place: PolicyPlace): PolicyStatement {
  return {
    Sid: 'KeepSharedRows',
    Effect: 'Allow',
    Action: actions('UpdateItem'),
    Resource: [tableArn(registry, place)],
    Condition: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${OWN_ROWS}*`] },
      ...HAS_KEYS,
    },
  };
}

/**
 * The least permissions for a collector. The second statement is only for creating the tables, the third for the legacy
 * layout.
 */
export function collectorPolicy(
  { system, registry, legacy }: TableNames,
  place: PolicyPlace = ANYWHERE,
): Policy {
  const arn = (name: string): string => tableArn(name, place);
  const written = [system, registry].map(arn);
  return policy(
    {
      Sid: 'WriteSamples',
      Effect: 'Allow',
      Action: actions('BatchWriteItem', 'DescribeTable', 'UpdateItem'),
      Resource: written,
    },
    {
      Sid: 'CreateTables',
      Effect: 'Allow',
      Action: actions('CreateTable', 'UpdateTimeToLive'),
      Resource: written,
    },
    {
      Sid: 'WriteLegacyBatches',
      Effect: 'Allow',
      Action: actions('DescribeTable', 'GetItem', 'PutItem'),
      Resource: [arn(legacy)],
    },
  );
}

/** Permissions to create the index of the legacy table, or of runs: table settings only, no items. */
export function legacyIndexPolicy(
  { legacy, functions }: TableNames,
  place: PolicyPlace = ANYWHERE,
): Policy {
  return policy({
    Sid: 'CreateLegacyIndex',
    Effect: 'Allow',
    Action: actions('DescribeTable', 'UpdateTable'),
    Resource: [tableArn(legacy, place), tableArn(functions, place)],
  });
}

/**
 * Whose rows a collector can write: those of one named host, or those of the caller, identified by a tag of the
 * principal (IAM Roles Anywhere sets `x509Subject/CN` from a certificate) or by the name of the IAM user.
 */
export type PolicyHost =
  | { by: 'name'; hostname: string }
  | { by: 'tag'; tag: string }
  | { by: 'user' };

/** The date and hour in a key of the samples (`YYYY-MM-DD-HH`), as a pattern of exactly that length. */
const ANY_HOUR = '????-??-??-??';

/**
 * The least permissions for one host's collector in the v2 layout: its own samples and registry row,
 * no other's. The tables must exist. Legacy keys do not contain the host, so no policy can separate hosts there.
 */
export function hostCollectorPolicy(
  { system, registry }: TableNames,
  host: PolicyHost,
  place: PolicyPlace = ANYWHERE,
): Policy {
  const name = hostPattern(host);
  return policy(
    {
      Sid: 'WriteOwnSamples',
      Effect: 'Allow',
      Action: actions('BatchWriteItem', 'PutItem'),
      Resource: [tableArn(system, place)],
      Condition: {
        // The length of the hour is fixed: a pattern `web#*` would also match the keys of a host `web#2`.
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${name}#${ANY_HOUR}`] },
        ...HAS_KEYS,
      },
    },
    {
      Sid: 'WriteOwnRegistryRow',
      Effect: 'Allow',
      Action: actions('UpdateItem'),
      Resource: [tableArn(registry, place)],
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [name] },
        ...HAS_KEYS,
      },
    },
    {
      Sid: 'LookAtTables',
      Effect: 'Allow',
      Action: actions('DescribeTable'),
      Resource: [system, registry].map((table) => tableArn(table, place)),
    },
  );
}

/** A host as a pattern of `StringLike`; `*`, `?` and `$` in its name are escaped. */
function hostPattern(host: PolicyHost): string {
  if (host.by === 'user') return '${aws:username}';
  if (host.by === 'tag') return `\${aws:PrincipalTag/${host.tag}}`;
  return host.hostname.replace(/[*?$]/gu, (sign) => `\${${sign}}`);
}
