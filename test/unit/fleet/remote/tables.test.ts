import { expect, it } from 'vitest';
import { appFailure } from '../../../../contract/errors.ts';
import { describeTable, describeTables } from '../../../../fleet/remote/tables.ts';
import { scriptedReader } from '../../../support/scripted-dynamo.ts';

it('a table with other keys is recognised', async () => {
  const { reader } = scriptedReader(() => ({
    Table: {
      TableStatus: 'ACTIVE',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    },
  }));
  expect(await describeTable(reader, 'legacy')).toMatchObject({ state: 'active' });
  await expect(describeTable(reader, 'system')).rejects.toMatchObject({
    error: { code: 'table-layout' },
  });
});

it('a table of runs that may not be described is denied, and not read', async () => {
  const { reader } = scriptedReader(() => {
    throw appFailure('access-denied', 'Not allowed.', 'Ask.');
  });
  expect(await describeTables(reader, ['functions', 'legacy'])).toMatchObject({
    functions: { state: 'denied' },
    legacy: { state: 'unknown' },
  });
});

/** What the fleet makes of a samples table that DynamoDB describes so. */
function described(table: object): ReturnType<typeof describeTable> {
  const { reader } = scriptedReader(() => ({
    Table: {
      AttributeDefinitions: [
        { AttributeName: 'hostname_hour', AttributeType: 'S' },
        { AttributeName: 'minute_timestamp', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'hostname_hour', KeyType: 'HASH' },
        { AttributeName: 'minute_timestamp', KeyType: 'RANGE' },
      ],
      ...table,
    },
  }));
  return describeTable(reader, 'system');
}

it.each([
  ['ACTIVE', 'active'],
  ['UPDATING', 'active'],
  ['CREATING', 'creating'],
  ['DELETING', 'missing'],
])('a table that is %s counts as %s', async (TableStatus, state) => {
  expect(await described({ TableStatus })).toMatchObject({ state });
});

it.each([
  [{ TableStatus: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' }, 'Enable the key'],
  [{ TableStatus: 'ARCHIVING' }, 'backup'],
  [
    {
      TableStatus: 'ARCHIVED',
      ArchivalSummary: { ArchivalReason: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' },
    },
    'backup',
  ],
])('a table with an inaccessible key (%j) reports it', async (table, hint) => {
  const error: unknown = await described(table).catch((cause: unknown) => cause);
  expect(error).toMatchObject({
    error: {
      code: 'service-failure',
      message: expect.stringContaining('encryption key') as string,
      hint: expect.stringContaining(hint) as string,
    },
  });
});
