import { expect, it } from 'vitest';
import { describeTable } from '../../../../fleet/remote/tables.ts';
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
