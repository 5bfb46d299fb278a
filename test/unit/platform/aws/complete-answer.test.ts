import { expect, it } from 'vitest';
import { incompleteness } from '../../../../platform/aws/complete-answer.ts';

const INPUT = { TableName: 'samples' };
/** As DynamoDB describes a table. */
const TABLE = {
  TableName: 'samples',
  TableStatus: 'ACTIVE',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
  ItemCount: 3,
  TableSizeBytes: 900,
  ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
};

function description(changes: object): string | null {
  return incompleteness('DescribeTable', INPUT, { Table: { ...TABLE, ...changes } });
}

it('a description of a table is complete without optional parts', () => {
  expect(description({})).toBeNull();
  expect(description({ ItemCount: undefined, TableSizeBytes: null })).toBeNull();
  const byArn = { TableName: 'arn:aws:dynamodb:eu-west-1:123456789012:table/samples' };
  expect(incompleteness('DescribeTable', byArn, { Table: TABLE })).toBeNull();
});

it.each([
  { TableName: 'other' },
  { TableStatus: '' },
  { KeySchema: [null] },
  { KeySchema: ['id'] },
  { AttributeDefinitions: undefined },
  { AttributeDefinitions: 'id' },
  { AttributeDefinitions: [null] },
  { GlobalSecondaryIndexes: {} },
  { GlobalSecondaryIndexes: [null] },
  { GlobalSecondaryIndexes: [{ IndexName: 'hostname-timestamp-index', IndexStatus: 'ACTIVE' }] },
  { LocalSecondaryIndexes: 7 },
  { ItemCount: 'many' },
  { ItemCount: -1 },
  { TableSizeBytes: -5 },
  { TableSizeBytes: 1e300 },
  { BillingModeSummary: 'PAY_PER_REQUEST' },
  { ProvisionedThroughput: 5 },
  { ArchivalSummary: 5 },
  { ArchivalSummary: { ArchivalReason: 5 } },
])('a description of a table with %j is invalid', (changes) => {
  expect(description(changes)).not.toBeNull();
});

it('a write counts only if its own table confirms it', () => {
  const written = (answer: object): string | null =>
    incompleteness('UpdateItem', { ...INPUT, ReturnValues: 'ALL_NEW' }, answer);
  const ConsumedCapacity = { TableName: 'samples', CapacityUnits: 1 };
  expect(written({ ConsumedCapacity, Attributes: { id: 7 } })).toBeNull();
  expect(written({ ConsumedCapacity })).not.toBeNull();
  expect(
    written({ ConsumedCapacity: { TableName: 'other' }, Attributes: { id: 7 } }),
  ).not.toBeNull();
});

it.each([
  ['Scan', INPUT, { Items: [], Count: 0 }, (used: unknown) => used],
  [
    'BatchGetItem',
    { RequestItems: { samples: { Keys: [{}] } } },
    found(),
    (used: unknown) => [used],
  ],
] as const)('what %s consumed is a sound amount of its own table, or not told', (...given) => {
  const [operation, input, output, within] = given;
  const consuming = (used: unknown): string | null =>
    incompleteness(operation, input, { ...output, ConsumedCapacity: used });
  expect(consuming(undefined)).toBeNull();
  expect(consuming(within({ TableName: 'samples', CapacityUnits: 0.5 }))).toBeNull();
  for (const units of ['1', -1, 1e300, Number.NaN])
    expect(consuming(within({ TableName: 'samples', CapacityUnits: units }))).not.toBeNull();
  expect(consuming(within({ TableName: 'other', CapacityUnits: 1 }))).not.toBeNull();
  expect(consuming('none')).not.toBeNull();
  expect(consuming([[]])).not.toBeNull();
});

/** An answer to BatchGetItem that has found nothing. */
function found(): object {
  return { Responses: { samples: [] }, UnprocessedKeys: {} };
}
