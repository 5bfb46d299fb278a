import { LEGACY_INDEX, type TableNames } from './tables.ts';

/** An IAM policy as AWS reads it. */
export interface Policy {
  Version: '2012-10-17';
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: string[] }[];
}

const tableArn = (name: string): string => `arn:aws:dynamodb:*:*:table/${name}`;
const actions = (...names: string[]): string[] => names.map((name) => `dynamodb:${name}`);
const policy = (...Statement: Policy['Statement']): Policy => ({
  Version: '2012-10-17',
  Statement,
});

/** The least that reading a fleet needs; the second statement is only for removing hosts and bringing them back. */
export function viewerPolicy({ system, registry, legacy }: TableNames): Policy {
  return policy(
    {
      Sid: 'ReadFleet',
      Effect: 'Allow',
      Action: actions('BatchGetItem', 'DescribeTable', 'DescribeTimeToLive', 'Query', 'Scan'),
      Resource: [system, registry, legacy, `${legacy}/index/${LEGACY_INDEX}`].map(tableArn),
    },
    {
      Sid: 'RemoveAndBringBackHosts',
      Effect: 'Allow',
      Action: actions('UpdateItem'),
      Resource: [tableArn(registry)],
    },
  );
}

/** The least that a collector needs. The second statement is only for creating the tables, the third for the legacy layout. */
export function collectorPolicy({ system, registry, legacy }: TableNames): Policy {
  const written = [system, registry].map(tableArn);
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
      Resource: [tableArn(legacy)],
    },
  );
}
