import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import type { OpenAlert } from '../../../../contract/open-alerts.ts';
import { encodeV2Item } from '../../../../contract/records.ts';
import type { TableNames } from '../../../../contract/tables.ts';
import { HOUR_S, MINUTE_S, minuteOf } from '../../../../contract/time.ts';
import type { DynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { dynamoEnvironment } from '../../../support/dynamodb-local.ts';
import { madeUpSample, registryItem } from '../../../support/fleet-generator.ts';
import {
  createTables,
  localClients,
  putItems,
  uniqueTables,
} from '../../../support/fleet-tables.ts';
import { Teammate } from '../../../support/sharing-team.ts';

const NOW = 1_795_000_020;

let clients: DynamoClients;
let tables: TableNames;
let anna: Teammate;
let ben: Teammate;

beforeEach(async () => {
  for (const [name, value] of Object.entries(dynamoEnvironment(inject('dynamoEndpoint'))))
    vi.stubEnv(name, value);
  clients = localClients(inject('dynamoEndpoint'));
  tables = uniqueTables();
  await createTables(clients, tables);
  anna = new Teammate(inject('dynamoEndpoint'), tables, NOW);
  ben = new Teammate(inject('dynamoEndpoint'), tables, NOW);
});

afterEach(async () => {
  await Promise.all([anna, ben].map((mate) => mate.dispose()));
  clients.destroy();
  vi.unstubAllEnvs();
});

/** The host has a sample of the minute before. */
async function report(now: number): Promise<void> {
  const sample = madeUpSample('web-1', minuteOf(now - MINUTE_S));
  await putItems(clients, tables.system, [encodeV2Item(sample)]);
  await putItems(clients, tables.registry, [registryItem(sample, NOW)]);
}

/** Both find the host silent: seen at one read, and not at the next. */
async function bothSeeItSilent(): Promise<OpenAlert[]> {
  await report(NOW);
  for (const mate of [anna, ben]) {
    await mate.share();
    mate.service.engine.start();
    await mate.ask('syncNow', { reason: 'user' });
  }
  for (let read = 0; read < 4; read += 1) await bothPass(2 * MINUTE_S);
  return anna.ask('openAlerts', {});
}

async function bothPass(seconds: number): Promise<OpenAlert[]> {
  for (const mate of [anna, ben]) {
    mate.clock.advance(seconds);
    await mate.ask('syncNow', { reason: 'user' });
    await mate.service.engine.sharing?.sync();
  }
  return anna.ask('openAlerts', {});
}

describe('what is said to an alert', () => {
  it('applies to everyone: acknowledged with a note, reopened, snoozed', async () => {
    const [alert] = await bothSeeItSilent();
    const ids = [alert?.id ?? ''];
    const [theirs] = await ben.ask('openAlerts', {});
    expect([alert, theirs]).toMatchObject([
      { hostname: 'web-1', kind: 'offline', state: 'firing' },
      { hostname: 'web-1', kind: 'offline', state: 'firing' },
    ]);
    await anna.ask('actOnAlerts', { action: 'acknowledge', ids, note: 'on it' });
    await bothPass(2 * MINUTE_S);
    expect(await ben.ask('openAlerts', {})).toMatchObject([
      { state: 'acknowledged', note: 'on it', acknowledgedAt: NOW + 8 * MINUTE_S },
    ]);
    await ben.ask('actOnAlerts', { action: 'reopen', ids: [theirs?.id ?? ''] });
    await bothPass(2 * MINUTE_S);
    await bothPass(2 * MINUTE_S);
    expect(await anna.ask('openAlerts', {})).toMatchObject([{ state: 'firing', note: '' }]);
    const until = NOW + 2 * HOUR_S;
    await anna.ask('actOnAlerts', { action: 'snooze', ids, until });
    await bothPass(2 * MINUTE_S);
    expect(await ben.ask('openAlerts', {})).toMatchObject([
      { state: 'snoozed', snoozedUntil: until },
    ]);
    await bothPass(2 * HOUR_S);
    await bothPass(2 * MINUTE_S);
    for (const mate of [anna, ben])
      expect(await mate.ask('openAlerts', {})).toMatchObject([{ state: 'firing' }]);
  });

  it('reaches programs that find the alert later, and is not undone by one that finds its end', async () => {
    const [alert] = await bothSeeItSilent();
    await anna.ask('actOnAlerts', { action: 'acknowledge', ids: [alert?.id ?? ''], note: '' });
    await bothPass(2 * MINUTE_S);
    const carl = new Teammate(inject('dynamoEndpoint'), tables, NOW);
    try {
      await carl.share();
      carl.service.engine.start();
      await carl.ask('syncNow', { reason: 'user' });
      for (let read = 0; read < 5; read += 1) {
        carl.clock.advance(2 * MINUTE_S);
        await carl.ask('syncNow', { reason: 'user' });
      }
      await carl.service.engine.sharing?.sync();
      expect(await carl.ask('openAlerts', {})).toMatchObject([{ state: 'acknowledged' }]);
      // The host is back; only Carl has read that.
      carl.clock.advance(5 * MINUTE_S);
      await report(carl.clock.now() / 1000);
      await carl.ask('syncNow', { reason: 'user' });
      await carl.service.engine.sharing?.sync();
      expect(await carl.ask('openAlerts', {})).toEqual([]);
      await anna.service.engine.sharing?.sync(true);
      expect(await anna.ask('openAlerts', {})).toMatchObject([{ state: 'acknowledged' }]);
    } finally {
      await carl.dispose();
    }
  });
});
