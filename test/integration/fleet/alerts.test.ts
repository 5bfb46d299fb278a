import { beforeEach, expect, inject, it } from 'vitest';
import type { AlertNotice } from '../../../contract/alert-notices.ts';
import { encodeV2Item } from '../../../contract/records.ts';
import type { Sample } from '../../../contract/sample.ts';
import { HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { clients, clock, tables, test, useEngine } from '../../support/engine-suite.ts';
import { madeUpSample, putFleet, registryItem } from '../../support/fleet-generator.ts';
import { createTables, putItems, testSource } from '../../support/fleet-tables.ts';

const NOW = 1_795_500_000;

const notices: AlertNotice[] = [];

useEngine(NOW, {
  onAlertNotices: (told) => {
    notices.push(...told.map(({ notice }) => notice));
    test.engine.acknowledgeNotices(told.map(({ id }) => id));
  },
});

beforeEach(async () => {
  notices.length = 0;
  await createTables(clients, tables);
  await putFleet(clients, tables, { hostnames: ['web', 'db'], from: NOW - 2 * HOUR_S, to: NOW });
  test.engine.start();
  await syncAfter(0);
  await syncAfter(30);
});

async function syncAfter(seconds: number): Promise<void> {
  clock.advance(seconds);
  await test.engine.sync('user');
  await test.engine.whenIdle();
}

/** Hosts upload samples of the next two minutes, and these are synced. */
async function report(cpu: Record<string, number>): Promise<void> {
  const to = clock.now() / 1000 + 2 * MINUTE_S;
  const samples = Object.entries(cpu).flatMap(([hostname, cpuPercent]) =>
    [to - 2 * MINUTE_S, to - MINUTE_S].map((time): Sample => {
      const minute = Math.floor(time / MINUTE_S) * MINUTE_S;
      return { ...madeUpSample(hostname, minute), cpuPercent };
    }),
  );
  await putItems(
    clients,
    tables.system,
    samples.map((sample) => encodeV2Item(sample)),
  );
  const newest = samples.filter((_, index) => index % 2 === 1);
  await putItems(
    clients,
    tables.registry,
    newest.map((sample) => registryItem(sample, NOW - 2 * HOUR_S)),
  );
  await syncAfter(2 * MINUTE_S);
}

it('a threshold that synced samples exceed is notified once, over a restart too', async () => {
  for (let round = 0; round < 9; round += 1) await report({ web: 97, db: 20 });
  expect(notices).toMatchObject([
    { kind: 'cpu', hosts: [{ sourceId: 'default', hostname: 'web', value: 97, threshold: 90 }] },
  ]);
  expect(test.engine.overview().alerts).toMatchObject([{ hostname: 'web', kind: 'cpu' }]);

  await test.reopen();
  test.engine.start();
  for (let round = 0; round < 3; round += 1) await report({ web: 97, db: 20 });
  expect(notices).toHaveLength(1);
  const query = { from: NOW, to: NOW + HOUR_S, limit: 10 };
  expect(test.engine.answers.queries.events(query).events).toMatchObject([
    { hostname: 'web', kind: 'cpu', at: NOW, endedAt: null, peak: 97, threshold: 90 },
  ]);
  expect(test.engine.answers.queries.events({ ...query, limit: 1 }).truncated).toBe(false);
});

it('a failing source raises nothing, and missed alerts are notified once it is read again', async () => {
  const dead = testSource('http://127.0.0.1:1', tables);
  const rest = {
    sync: { intervalSeconds: 120, legacyBudgetCents: 1 },
    retention: { minuteDays: 90, rollupMonths: 13, forgetDays: 90, functionDays: 365 },
  };
  const good = testSource(inject('dynamoEndpoint'), tables);
  await test.engine.reconfigure({ sources: [dead], ...rest });
  for (let round = 0; round < 5; round += 1) await report({ web: 20 });
  expect(test.engine.overview().sources[0]?.status).toBe('failing');
  expect(notices).toEqual([]);

  await test.engine.reconfigure({ sources: [good], ...rest });
  await report({ web: 20 });
  await report({ web: 20 });
  expect(notices).toEqual([{ kind: 'offline', hosts: [{ sourceId: 'default', hostname: 'db' }] }]);
});

it('a sleep in the middle of a sync is no evidence of an outage', async () => {
  const interrupted = test.engine.sync('user');
  clock.advance(8 * HOUR_S);
  await interrupted;
  await test.engine.whenIdle();
  expect(notices).toEqual([]);

  const now = clock.now() / 1000;
  await putFleet(clients, tables, { hostnames: ['web', 'db'], from: NOW, to: now });
  await syncAfter(0);
  await syncAfter(30);
  expect(notices).toEqual([]);
});
