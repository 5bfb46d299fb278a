import { randomUUID } from 'node:crypto';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { minuteOf } from '../../contract/time.ts';
import { dynamoEnvironment } from '../support/dynamodb-local.ts';
import { putFleet } from '../support/fleet-generator.ts';
import { createTables, localClients } from '../support/fleet-tables.ts';
import { expect, test } from './fixture.ts';
import { OverviewPage } from './pages/overview-page.ts';

const HOSTILE = [
  '<img src=x onerror="window.hacked=1">',
  'rack#7#2026-01-01-00',
  '🖥️ büro/öst?q=1&x=%2e',
  `${'x'.repeat(216)}-${randomUUID()}`,
];

test('hostnames are text, whatever they hold, and lead to their own page', async ({
  dynamo,
  launch,
}) => {
  const clients = localClients(dynamo.endpoint);
  await createTables(clients, DEFAULT_TABLE_NAMES);
  const to = minuteOf(Date.now() / 1000);
  await putFleet(clients, DEFAULT_TABLE_NAMES, { hostnames: HOSTILE, from: to - 300, to });
  clients.destroy();

  const { window } = await launch({ env: dynamoEnvironment(dynamo.endpoint) });
  await window.evaluate(() => {
    const broken: string[] = [];
    Object.assign(globalThis, { broken });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) => {
      broken.push(`${effectiveDirective} ${sample}`);
    });
  });
  const overview = new OverviewPage(window);
  await expect(overview.rows).toHaveCount(HOSTILE.length);
  for (const hostname of HOSTILE) {
    await expect(overview.row(hostname)).toContainText(hostname);
    const host = await overview.openHost(hostname);
    await expect(host.title).toHaveText(hostname);
    await host.expectPoints();
    await window.goBack();
  }
  expect(await window.evaluate(() => 'hacked' in globalThis)).toBe(false);
  // Tables and charts set their styles without what the policy refuses.
  expect(
    await window.evaluate(() => (globalThis as unknown as { broken: string[] }).broken),
  ).toEqual([]);
});
