import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest';
import type { Annotation } from '../../../../contract/annotations.ts';
import type { TableNames } from '../../../../contract/tables.ts';
import { DAY_S, HOUR_S } from '../../../../contract/time.ts';
import type { DynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { dynamoEnvironment } from '../../../support/dynamodb-local.ts';
import { createTables, localClients, uniqueTables } from '../../../support/fleet-tables.ts';
import { Teammate } from '../../../support/sharing-team.ts';

const NOW = 1_795_000_020;

let clients: DynamoClients;
let anna: Teammate;
let ben: Teammate;

beforeEach(async () => {
  for (const [name, value] of Object.entries(dynamoEnvironment(inject('dynamoEndpoint'))))
    vi.stubEnv(name, value);
  clients = localClients(inject('dynamoEndpoint'));
  const tables: TableNames = uniqueTables();
  await createTables(clients, tables);
  anna = new Teammate(inject('dynamoEndpoint'), tables, NOW);
  ben = new Teammate(inject('dynamoEndpoint'), tables, NOW);
});

afterEach(async () => {
  await Promise.all([anna, ben].map((mate) => mate.dispose()));
  clients.destroy();
  vi.unstubAllEnvs();
});

const write = (mate: Teammate, text: string, change: { id?: string } = {}): Promise<Annotation> =>
  mate.ask('saveAnnotation', {
    host: { sourceId: 'default', hostname: 'web-1' },
    at: NOW - HOUR_S,
    endedAt: null,
    text,
    ...change,
  });

async function texts(mate: Teammate): Promise<string[]> {
  const found = await mate.ask('annotations', { from: NOW - DAY_S, to: NOW + DAY_S });
  return found.map(({ text }) => text).sort();
}

it('annotations are the team’s: new, changed, removed, and in conflict', async () => {
  const mine = await write(anna, 'deployed 1.2');
  await ben.ask('saveAnnotation', { host: null, at: NOW, endedAt: NOW + 60, text: 'power cut' });
  for (const mate of [anna, ben, anna]) await mate.share();
  for (const mate of [anna, ben]) expect(await texts(mate)).toEqual(['deployed 1.2', 'power cut']);
  const [theirs] = await ben.ask('annotations', { from: NOW - DAY_S, to: NOW });
  expect(theirs).toMatchObject({ id: mine.id, author: mine.author, host: mine.host });

  await write(ben, 'deployed 1.3', { id: mine.id });
  await ben.sync();
  await anna.sync();
  expect(await texts(anna)).toEqual(['deployed 1.3', 'power cut']);

  await write(anna, 'by anna', { id: mine.id });
  await anna.state();
  ben.clock.advance(60);
  await write(ben, 'by ben', { id: mine.id });
  await anna.sync();
  const { conflicts } = await ben.sync();
  expect(conflicts).toMatchObject([
    {
      field: `note/${mine.id}`,
      choices: [{ value: { text: 'by ben' }, holds: true }, { value: { text: 'by anna' } }],
    },
  ]);
  const key = conflicts[0]?.choices[1]?.key ?? '';
  await ben.ask('resolveShared', { sourceId: 'default', field: `note/${mine.id}`, key });
  expect(await anna.sync()).toMatchObject({ conflicts: [] });
  for (const mate of [anna, ben]) expect(await texts(mate)).toEqual(['by anna', 'power cut']);

  await anna.ask('removeAnnotation', { id: mine.id });
  await anna.sync();
  await ben.sync();
  expect(await texts(ben)).toEqual(['power cut']);
  // What nobody has changed for long leaves the registry, and stays on each machine.
  for (const mate of [anna, ben]) mate.clock.advance(100 * DAY_S);
  for (const mate of [anna, ben, anna]) {
    await mate.change(({ labels }) => ({ labels: { ...labels, 'default/x': ['y'] } }));
    expect(await mate.sync()).toMatchObject({ status: 'shared' });
  }
  for (const mate of [anna, ben]) expect(await texts(mate)).toEqual(['power cut']);
});

it('annotations are transferred by a file, whose import lists its changes', async () => {
  const mine = await write(anna, 'deployed 1.2');
  await anna.ask('saveAnnotation', { host: null, at: NOW, endedAt: NOW + 60, text: 'power cut' });
  const text = await anna.ask('sharedFile', { sourceId: 'default' });
  const take = (content: string, dryRun = false): Promise<{ field: string }[]> =>
    ben.ask('importShared', { sourceId: 'default', text: content, dryRun });
  const changes = await take(text, true);
  expect(changes).toHaveLength(2);
  expect(changes).toContainEqual({
    field: `note / ${mine.id}`,
    before: null,
    after: { host: 'web-1', at: mine.at, endedAt: null, text: 'deployed 1.2', author: mine.author },
  });
  expect(await texts(ben)).toEqual([]);
  await take(text);
  expect(await texts(ben)).toEqual(['deployed 1.2', 'power cut']);
  expect(await take(text)).toEqual([]);
  await take(text.replace('1.2', '1.3'));
  expect(await texts(ben)).toEqual(['deployed 1.3', 'power cut']);
});
