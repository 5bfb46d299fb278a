import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  collectorPolicy,
  legacyIndexPolicy,
  viewerPolicy,
  watcherPolicy,
} from '../../../contract/policies.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** IAM actions of the SDK's document commands; the others carry their action's name. */
const ACTIONS: Record<string, string> = {
  BatchGet: 'BatchGetItem',
  BatchWrite: 'BatchWriteItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};
/** Needs no right at DynamoDB: `sts:AssumeRole` is between the credentials and the role; signing in comes before both. */
const FREE = new Set([
  'GetCallerIdentity',
  'AssumeRole',
  'RegisterClient',
  'StartDeviceAuthorization',
  'CreateToken',
]);

interface Policy {
  Statement: { Action: string | string[]; Resource: string | string[] }[];
}

/** The actions of every command that a folder's code makes. */
function actionsOf(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts'),
  );
  const commands = files.flatMap((name) =>
    [
      ...readFileSync(join(ROOT, folder, name), 'utf8').matchAll(
        /new (?:Plain(\w+)|(\w+)Command)\(/gu,
      ),
    ].map(([, plain, command = '']) => plain ?? command),
  );
  const actions = commands.filter((command) => !FREE.has(command));
  return [...new Set(actions.map((command) => `dynamodb:${ACTIONS[command] ?? command}`))].sort();
}

function policyOf(name: string): Policy {
  const text = readFileSync(join(ROOT, 'docs/aws.md'), 'utf8');
  const found = new RegExp(`<!-- policy: ${name} -->\\s+\`\`\`json\\n(.*?)\`\`\``, 'su').exec(text);
  return JSON.parse(found?.[1] ?? 'null') as Policy;
}

function allowed(policy: Policy): string[] {
  return [...new Set(policy.Statement.flatMap(({ Action }) => Action))].sort();
}

describe('the least policies', () => {
  it('the least policies of a viewer and for the legacy index are exactly the fleet engine’s calls', () => {
    const indexing = allowed(policyOf('legacy-index'));
    const given = [...new Set([...allowed(policyOf('viewer')), ...indexing])].sort();
    expect(given).toEqual(actionsOf('fleet'));
  });

  it('the least policy of a watcher only writes rows that are not hosts', () => {
    const writing = policyOf('watcher').Statement.filter(({ Action }) =>
      [Action].flat().some((action) => /Put|Update|Delete|Write|Create/u.test(action)),
    );
    expect(writing).toMatchObject([
      {
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['#py-perf-desktop/*'] },
        },
      },
    ]);
  });

  it('the least policy of a viewer changes no table: creating the legacy index is a separate right', () => {
    expect(allowed(policyOf('viewer'))).not.toContain('dynamodb:UpdateTable');
    expect(allowed(policyOf('legacy-index'))).toEqual([
      'dynamodb:DescribeTable',
      'dynamodb:UpdateTable',
    ]);
  });

  it('the least policies of a collector are exactly its calls, without reading other hosts', () => {
    const given = allowed(policyOf('collector'));
    expect(given).toEqual(actionsOf('collector'));
    for (const action of [
      'dynamodb:Scan',
      'dynamodb:Query',
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
    ])
      expect(given).not.toContain(action);
  });

  it('the least policies are complete: no other code of ours calls DynamoDB', () => {
    for (const folder of ['platform', 'worker', 'main', 'cli'])
      expect(actionsOf(folder)).toEqual([]);
  });

  it('the least policies are the same in the documentation as on the Diagnostics page', () => {
    for (const [name, policy] of [
      ['viewer', viewerPolicy(DEFAULT_TABLE_NAMES)],
      ['watcher', watcherPolicy(DEFAULT_TABLE_NAMES)],
      ['collector', collectorPolicy(DEFAULT_TABLE_NAMES)],
      ['legacy-index', legacyIndexPolicy(DEFAULT_TABLE_NAMES)],
    ] as const) {
      const { Statement, ...rest } = policyOf(name);
      const listed = Statement.map(({ Action, Resource, ...statement }) => ({
        ...statement,
        Action: [Action].flat(),
        Resource: [Resource].flat(),
      }));
      expect({ ...rest, Statement: listed }).toEqual(policy);
    }
  });

  it('name tables, never everything', () => {
    for (const name of ['viewer', 'watcher', 'collector'])
      for (const { Resource } of policyOf(name).Statement)
        for (const resource of [Resource].flat())
          expect(resource).toMatch(/^arn:aws:dynamodb:\*:\*:table\/py-perf-/u);
  });
});
