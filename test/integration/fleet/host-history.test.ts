import { describe, expect, it } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { clients, clock, tables, test, useEngine } from '../../support/engine-suite.ts';
import { putFleet, putRegistry } from '../../support/fleet-generator.ts';
import { createTables } from '../../support/fleet-tables.ts';
import { expectedPoints, minutesOf, points } from '../../support/test-engine.ts';

const FULL_HOUR = 1_795_500_000 - (1_795_500_000 % HOUR_S);
const FLEET = { hostnames: ['new'], from: FULL_HOUR - HOUR_S, to: FULL_HOUR };
const HOST = { sourceId: 'default', hostname: 'new' };

useEngine(FULL_HOUR + 20);

/** What `history` does: a sync, whose backfill is not waited for, then the one host. */
async function fetchHistory(): Promise<void> {
  await test.engine.sync('user');
  await test.engine.hosts.backfill(HOST, clock.now() / 1000 - 24 * HOUR_S);
}

describe('in the first minute of an hour', () => {
  it('the history of a new host has its only sample', async () => {
    await createTables(clients, tables);
    await putFleet(clients, tables, {
      hostnames: ['new'],
      from: FULL_HOUR,
      to: FULL_HOUR + MINUTE_S,
    });

    await fetchHistory();

    expect(points(minutesOf(test.engine, 'new', FULL_HOUR - HOUR_S, FULL_HOUR + MINUTE_S))).toEqual(
      expectedPoints('new', FULL_HOUR, FULL_HOUR + MINUTE_S),
    );
  });

  it('the first history of an older host reaches its newest sample', async () => {
    await createTables(clients, tables);
    const from = FULL_HOUR - 2 * HOUR_S;
    await putFleet(clients, tables, { hostnames: ['new'], from, to: FULL_HOUR + MINUTE_S });

    await fetchHistory();

    expect(points(minutesOf(test.engine, 'new', from, FULL_HOUR + MINUTE_S))).toEqual(
      expectedPoints('new', from, FULL_HOUR + MINUTE_S),
    );
  });
});

describe('what cannot be fetched', () => {
  it('a missing table of samples is reported, not shown as no data', async () => {
    await createTables(clients, tables, ['registry']);
    await putRegistry(clients, tables, FLEET);

    await expect(fetchHistory()).rejects.toMatchObject({
      error: { code: 'table-missing', message: `Table ${tables.system} does not exist.` },
    });
    // A page that asks again and again is promised no hours to come.
    const shown = minutesOf(test.engine, 'new', FULL_HOUR - HOUR_S, FULL_HOUR + MINUTE_S);
    expect(shown.pendingHours).toBe(0);
  });

  it('hours beyond the life of a sample are not requested', async () => {
    await createTables(clients, tables);
    await putFleet(clients, tables, FLEET);
    await test.engine.sync('user');

    await test.engine.hosts.backfill(HOST, FULL_HOUR - 365 * DAY_S);

    const queries = test.engine.diagnostics
      .capacity(1)
      .days.filter(({ operation }) => operation === 'Query')
      .reduce((sum, { requests }) => sum + requests, 0);
    expect(queries).toBeGreaterThan(29 * 24);
    expect(queries).toBeLessThan(31 * 24);
  });
});
