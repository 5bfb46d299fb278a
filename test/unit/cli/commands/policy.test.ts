import { runSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, it } from 'vitest';
import { policyFor, type PolicyFlags } from '../../../../cli/commands/policy.ts';
import { PARTITIONS, type Partition } from '../../../../contract/policies.ts';
import { DEFAULT_SETTINGS } from '../../../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES, partitionKey } from '../../../../contract/tables.ts';

const { system, registry } = DEFAULT_TABLE_NAMES;
const ACCOUNT = '123456789012';
const NOW = 1_800_000_000;

interface Asked {
  action: string;
  table: string;
  /** Partition keys of the items; null if the request has none. */
  keys: readonly string[] | null;
  partition?: Partition;
  region?: string;
  context?: Record<string, string>;
}

/** Whether IAM allows a request with the policy that the flags ask for. */
async function isAllowed(flags: PolicyFlags, asked: Asked): Promise<boolean> {
  const { action, table, keys, partition = 'aws', region = 'eu-central-1', context = {} } = asked;
  const result = await runSimulation(
    {
      identityPolicies: [{ name: 'own', policy: policyFor(flags, DEFAULT_SETTINGS.sources) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: {
        action: `dynamodb:${action}`,
        principal: `arn:${partition}:iam::${ACCOUNT}:user/collector`,
        resource: {
          resource: `arn:${partition}:dynamodb:${region}:${ACCOUNT}:table/${table}`,
          accountId: ACCOUNT,
        },
        contextVariables: {
          ...(keys === null ? {} : { 'dynamodb:LeadingKeys': [...keys] }),
          ...context,
        },
      },
    },
    {},
  );
  if (result.resultType !== 'single') throw new Error(JSON.stringify(result));
  return result.overallResult === 'Allowed';
}

const samples = (hostname: string): string[] => [
  partitionKey(hostname, NOW),
  partitionKey(hostname, NOW + 3600),
];

/** What a collector of `hostname` does. */
const own = (hostname: string): Asked[] => [
  { action: 'BatchWriteItem', table: system, keys: samples(hostname) },
  { action: 'PutItem', table: system, keys: samples(hostname).slice(0, 1) },
  { action: 'UpdateItem', table: registry, keys: [hostname] },
];

describe.each(['web-01', 'web.example.com', 'a*', 'a?c', '$host', 'a${x}b', 'web#1', 'ホスト'])(
  'the policy of the host %s',
  (host) => {
    it('allows its own rows', async () => {
      for (const asked of own(host)) expect(await isAllowed({ host }, asked)).toBe(true);
    });

    it.each([
      `${host}2`,
      `x${host}`,
      `${host}#2`,
      `${host}#2027-01-15-08`,
      host.replace('*', 'b').replace('?', 'b').replace('$', 'b').replace('#', 'b').slice(0, -1),
      'other',
    ])('denies those of %s', async (other) => {
      for (const asked of own(other)) expect(await isAllowed({ host }, asked)).toBe(false);
    });
  },
);

describe('the policy of a host', () => {
  it('denies a batch with another host beside its own', async () => {
    const keys = [...samples('web-01'), ...samples('web-02')];
    const asked = { action: 'BatchWriteItem', table: system, keys };
    expect(await isAllowed({ host: 'web-01' }, asked)).toBe(false);
  });

  it('denies a request without keys, and all reading', async () => {
    const without = { action: 'BatchWriteItem', table: system, keys: null };
    expect(await isAllowed({ host: 'web-01' }, without)).toBe(false);
    for (const action of ['Scan', 'Query', 'GetItem', 'DeleteItem'])
      expect(
        await isAllowed({ host: 'web-01' }, { action, table: system, keys: samples('web-01') }),
      ).toBe(false);
  });

  it.each(PARTITIONS)('applies in %s only', async (partition) => {
    const regions = {
      aws: 'eu-central-1',
      'aws-us-gov': 'us-gov-west-1',
      'aws-cn': 'cn-north-1',
      'aws-eusc': 'eusc-de-east-1',
    };
    const region = regions[partition];
    for (const flags of [
      { host: 'a', partition },
      { host: 'a', region },
    ])
      for (const asked of own('a')) {
        expect(await isAllowed(flags, { ...asked, partition, region })).toBe(true);
        for (const other of PARTITIONS.filter((each) => each !== partition))
          expect(
            await isAllowed(flags, { ...asked, partition: other, region: regions[other] }),
          ).toBe(false);
      }
  });

  it('follows the name of the IAM user, or a tag of the principal', async () => {
    const user = { 'aws:username': 'web-01' };
    const tag = { 'aws:PrincipalTag/host': 'web-01' };
    for (const [flags, context] of [
      [{ hostUser: true }, user],
      [{ hostTag: 'host' }, tag],
    ] as const) {
      for (const asked of own('web-01'))
        expect(await isAllowed(flags, { ...asked, context })).toBe(true);
      for (const asked of own('web-02'))
        expect(await isAllowed(flags, { ...asked, context })).toBe(false);
      for (const asked of own('web-01')) expect(await isAllowed(flags, asked)).toBe(false);
    }
  });

  it('does not exist for viewers: nobody reads only one host', () => {
    expect(() => policyFor({ role: 'viewer', host: 'a' }, DEFAULT_SETTINGS.sources)).toThrow(
      'A viewer reads all hosts',
    );
  });
});

describe('the policy of a role', () => {
  it('the policy of a role has the tables of the named source', () => {
    const [first] = DEFAULT_SETTINGS.sources;
    const tables = { ...DEFAULT_TABLE_NAMES, system: 'other-table' };
    const sources = [first, { ...first, id: 'second', tables }] as typeof DEFAULT_SETTINGS.sources;
    expect(JSON.stringify(policyFor({ source: 'second' }, sources))).toContain('table/other-table');
    expect(() => policyFor({ source: 'third' }, sources)).toThrow('no source "third"');
  });

  it('lets a viewer read and a collector write', async () => {
    const read = { action: 'Query', table: system, keys: samples('a') };
    const write = { action: 'BatchWriteItem', table: system, keys: samples('a') };
    expect(await isAllowed({ role: 'viewer' }, read)).toBe(true);
    expect(await isAllowed({ role: 'viewer' }, write)).toBe(false);
    expect(await isAllowed({ role: 'collector' }, write)).toBe(true);
    expect(await isAllowed({ role: 'collector' }, read)).toBe(false);
  });
});

describe.each(['viewer', 'watcher'] as const)('what a %s shares with others', (role) => {
  it('may be changed in rows that are not hosts, by UpdateItem only', async () => {
    const row = (key: string) => ({ action: 'UpdateItem', table: registry, keys: [key] });
    expect(await isAllowed({ role }, row('#py-perf-desktop/lease'))).toBe(true);
    // A viewer removes hosts and brings them back.
    const hosts = role === 'viewer';
    expect(await isAllowed({ role }, row('web-01'))).toBe(hosts);
    expect(await isAllowed({ role }, { ...row(''), keys: null })).toBe(hosts);
    for (const action of ['GetItem', 'PutItem', 'DeleteItem', 'BatchWriteItem'])
      expect(await isAllowed({ role }, { ...row('#py-perf-desktop/lease'), action })).toBe(false);
  });

  it('includes nothing in the table of samples', async () => {
    const keys = ['#py-perf-desktop/x'];
    expect(await isAllowed({ role }, { action: 'PutItem', table: system, keys })).toBe(false);
    expect(await isAllowed({ role }, { action: 'Query', table: system, keys })).toBe(true);
  });
});
