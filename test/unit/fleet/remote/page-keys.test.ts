import { expect, it } from 'vitest';
import { scriptedReader, type Asked } from '../../../support/scripted-dynamo.ts';

const SAMPLE = { hostname_hour: 'a#2026-11-30-07', minute_timestamp: 1_796_022_000 };

function query(answer: Asked, question: Asked = {}): Promise<unknown> {
  return scriptedReader(() => answer).reader.query('system', question);
}

it.each<[string, Asked]>([
  ['an item without its sort key', { Items: [SAMPLE, { hostname_hour: 'a#2026-11-30-07' }] }],
  ['an empty item', { Items: [{}] }],
  ['a key of another type', { Items: [{ ...SAMPLE, minute_timestamp: '60' }] }],
  ['a key that is no number', { Items: [{ ...SAMPLE, minute_timestamp: NaN }] }],
  ['the same item twice', { Items: [SAMPLE, { ...SAMPLE, cpu: 5 }] }],
  ['a page that goes on at another table’s key', { Items: [], LastEvaluatedKey: { id: 7 } }],
  ['a page that goes on at half a key', { Items: [], LastEvaluatedKey: { minute_timestamp: 60 } }],
  ['a page that goes on at more than a key', { Items: [], LastEvaluatedKey: { ...SAMPLE, id: 7 } }],
])('%s makes an answer invalid', async (_, answer) => {
  await expect(query(answer)).rejects.toMatchObject({ error: { code: 'bad-answer' } });
});

it('keys that were not requested may be missing', async () => {
  const question = {
    ProjectionExpression: '#a0, cpu',
    ExpressionAttributeNames: { '#a0': 'minute_timestamp' },
  };
  await expect(query({ Items: [{ minute_timestamp: 60 }] }, question)).resolves.toMatchObject({
    items: [{ minute_timestamp: 60 }],
  });
  await expect(query({ Items: [{ cpu: 60 }] }, question)).rejects.toMatchObject({
    error: { code: 'bad-answer' },
  });
});

it('a repeated minute in a partition makes an answer invalid; two hosts in a minute do not', async () => {
  const twice = { Items: [{ minute_timestamp: 60 }, { minute_timestamp: 60 }] };
  const projected = { ProjectionExpression: 'minute_timestamp' };
  const ofPartition = { ...projected, KeyConditionExpression: 'hostname_hour = :key' };
  await expect(query(twice, ofPartition)).rejects.toMatchObject({ error: { code: 'bad-answer' } });
  const { reader } = scriptedReader(() => twice);
  await expect(reader.scan('system', projected)).resolves.toMatchObject({ items: twice.Items });
});

it('a page by the index continues at the keys of both', async () => {
  const next = { id: 7, hostname: 'a', timestamp: 60 };
  const { reader } = scriptedReader(() => ({ Items: [{ id: 6 }], LastEvaluatedKey: next }));
  const question = { IndexName: 'hostname-timestamp-index', ProjectionExpression: 'id' };
  await expect(reader.query('legacy', question)).resolves.toMatchObject({ next });
});

it('an item of a batch without its key is invalid', async () => {
  const { reader } = scriptedReader(({ RequestItems }) => ({
    Responses: Object.fromEntries(Object.keys(RequestItems as object).map((name) => [name, [{}]])),
    UnprocessedKeys: {},
  }));
  await expect(reader.batchGet('registry', [{ hostname: 'a' }], {})).rejects.toMatchObject({
    error: { code: 'bad-answer' },
  });
});
