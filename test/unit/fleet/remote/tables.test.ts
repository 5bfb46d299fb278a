import { expect, it } from 'vitest';
import { appFailure } from '../../../../contract/errors.ts';
import { describeTable, describeTables } from '../../../../fleet/remote/tables.ts';
import { scriptedReader } from '../../../support/scripted-dynamo.ts';

it('a table with other keys is told from one of ours', async () => {
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

it('a table of runs that may not be described is denied: it is not read without', async () => {
  const { reader } = scriptedReader(() => {
    throw appFailure('access-denied', 'Not allowed.', 'Ask.');
  });
  expect(await describeTables(reader, ['functions', 'legacy'])).toMatchObject({
    functions: { state: 'denied' },
    legacy: { state: 'unknown' },
  });
});
