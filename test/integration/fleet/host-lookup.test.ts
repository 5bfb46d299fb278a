import { describe, expect, it } from 'vitest';
import { encodeV2Item } from '../../../contract/records.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../../contract/time.ts';
import { clients, tables, test, useEngine } from '../../support/engine-suite.ts';
import {
  legacyHistory,
  madeUpHostnames,
  madeUpSample,
  madeUpSamples,
  putFleet,
} from '../../support/fleet-generator.ts';
import { createTables, putItems } from '../../support/fleet-tables.ts';
import { expectedPoints, minutesOf, points } from '../../support/test-engine.ts';

const NOW = hourOf(1_795_500_000) + 30 * MINUTE_S + 20;
const NEWEST = NOW - 20;

useEngine(NOW);

/** Requests made so far, by operation. */
function requests(): Map<string, number> {
  const made = new Map<string, number>();
  for (const day of test.engine.diagnostics.capacity(1).days)
    made.set(day.operation, (made.get(day.operation) ?? 0) + day.requests);
  return made;
}

describe('one host among many', () => {
  it('one host among many is read by its keys, without any other host', async () => {
    await createTables(clients, tables);
    const from = NEWEST - 70 * MINUTE_S;
    await putFleet(clients, tables, {
      hostnames: madeUpHostnames(150),
      from: NEWEST - MINUTE_S,
      to: NEWEST,
    });
    await putFleet(clients, tables, { hostnames: ['wanted'], from, to: NEWEST });

    const { hosts, sources } = await test.engine.hosts.lookUp({ hostname: 'wanted' });
    await test.engine.hosts.backfill({ sourceId: 'default', hostname: 'wanted' }, from);

    expect(hosts).toMatchObject([{ hostname: 'wanted', sourceId: 'default', layout: 'v2' }]);
    expect(sources).toMatchObject([{ id: 'default', error: null }]);
    expect(test.engine.overview().hosts).toHaveLength(1);
    expect(points(minutesOf(test.engine, 'wanted', from, NEWEST))).toEqual(
      expectedPoints('wanted', from, NEWEST),
    );
    const made = requests();
    expect(made.has('Scan')).toBe(false);
    expect([...made.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(12);
  });

  it('one host among many is found without a row in the registry', async () => {
    await createTables(clients, tables);
    await putFleet(clients, tables, { hostnames: ['other'], from: NEWEST - MINUTE_S, to: NEWEST });
    const from = NEWEST - 3 * HOUR_S;
    const span = { hostnames: ['ghost'], from, to: from + 5 * MINUTE_S };
    await putItems(
      clients,
      tables.system,
      Array.from(madeUpSamples(span), (sample) => encodeV2Item(sample)),
    );

    const { hosts } = await test.engine.hosts.lookUp({ hostname: 'ghost' });
    await test.engine.hosts.backfill({ sourceId: 'default', hostname: 'ghost' }, from);

    const last = madeUpSample('ghost', span.to - MINUTE_S);
    expect(hosts).toMatchObject([{ hostname: 'ghost', lastSeen: last.collectedAt }]);
    expect(points(minutesOf(test.engine, 'ghost', from, span.to))).toEqual(
      expectedPoints('ghost', from, span.to),
    );
  });

  it('one host among many is found in the legacy layout', async () => {
    await createTables(clients, tables);
    await putItems(clients, tables.legacy, legacyHistory('old', NEWEST - 3 * MINUTE_S, NEWEST));
    const { hosts } = await test.engine.hosts.lookUp({ hostname: 'old' });
    expect(hosts).toMatchObject([{ hostname: 'old', layout: 'legacy' }]);
  });

  it('one host that does not exist is not found, without an error', async () => {
    await createTables(clients, tables);
    expect(await test.engine.hosts.lookUp({ hostname: 'nobody' })).toMatchObject({
      hosts: [],
      sources: [{ error: null }],
    });
    expect(test.engine.overview().hosts).toEqual([]);
  });
});

it('a sync finds a host without a registry row if a scan is cheap', async () => {
  await createTables(clients, tables);
  await putFleet(clients, tables, { hostnames: ['other'], from: NEWEST - MINUTE_S, to: NEWEST });
  await putItems(clients, tables.system, [encodeV2Item(madeUpSample('ghost', NEWEST - MINUTE_S))]);
  await test.engine.sync('user');
  await test.engine.whenIdle();
  const found = test.engine.overview().hosts.map(({ hostname }) => hostname);
  expect(found.sort()).toEqual(['ghost', 'other']);
});
