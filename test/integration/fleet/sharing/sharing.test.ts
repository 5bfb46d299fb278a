import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { settingsPatchSchema, type Settings } from '../../../../contract/settings.ts';
import type { TableNames } from '../../../../contract/tables.ts';
import { HOUR_S } from '../../../../contract/time.ts';
import type { DynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { dynamoEnvironment } from '../../../support/dynamodb-local.ts';
import { startFaultProxy, type FaultProxy } from '../../../support/fault-proxy.ts';
import type { Fault } from '../../../support/faults.ts';
import { createTables, localClients, uniqueTables } from '../../../support/fleet-tables.ts';
import { randomText } from '../../../support/random-text.ts';
import { Teammate } from '../../../support/sharing-team.ts';

const NOW = 1_795_000_020;
const ROW = '#py-perf-desktop/shared';

let clients: DynamoClients;
let tables: TableNames;
let team: Teammate[];
let proxies: FaultProxy[];

beforeEach(async () => {
  for (const [name, value] of Object.entries(dynamoEnvironment(inject('dynamoEndpoint'))))
    vi.stubEnv(name, value);
  clients = localClients(inject('dynamoEndpoint'));
  tables = uniqueTables();
  await createTables(clients, tables);
  team = [];
  proxies = [];
});

afterEach(async () => {
  await Promise.all(team.map((mate) => mate.dispose()));
  await Promise.all(proxies.map((proxy) => proxy.close()));
  clients.destroy();
  vi.unstubAllEnvs();
});

/** A desktop behind a proxy of its own. */
async function join(settings: object = {}): Promise<{ mate: Teammate; proxy: FaultProxy }> {
  const proxy = await startFaultProxy(inject('dynamoEndpoint'));
  const mate = new Teammate(proxy.endpoint, tables, NOW, settings);
  proxies.push(proxy);
  team.push(mate);
  return { mate, proxy };
}

async function row(): Promise<Record<string, unknown> | undefined> {
  const { Item } = await clients.document.send(
    new GetCommand({ TableName: tables.registry, Key: { hostname: ROW } }),
  );
  return Item;
}

async function putRow(item: Record<string, unknown>): Promise<void> {
  await clients.document.send(
    new PutCommand({ TableName: tables.registry, Item: { hostname: ROW, active: false, ...item } }),
  );
}

const cpu = (above: number, forMinutes = 15): Partial<Settings['alerts']> => ({
  cpu: { enabled: true, above, clearBelow: 40, forMinutes },
});
const writes = ({ operation }: { operation: string }): boolean => operation === 'UpdateItem';
const offline = (): Fault => ({ kind: 'reset' });

describe('a team', () => {
  it('has the same settings, including what each had before', async () => {
    const { mate: anna } = await join({
      labels: { 'default/web-1': ['web'] },
      alerts: { ...cpu(70), quietHours: { enabled: true } },
    });
    const { mate: ben } = await join({
      labels: { 'default/web-1': ['old'], 'default/db-1': ['db'] },
      channels: [{ type: 'ntfy', id: 'ops', name: 'Ops', secrets: { topic: 'env:T' } }],
    });
    expect(await anna.share()).toMatchObject({ status: 'shared', pending: false, conflicts: [] });
    expect(await ben.share()).toMatchObject({ status: 'shared', pending: false, conflicts: [] });
    await anna.sync();
    for (const mate of [anna, ben]) {
      const { labels, alerts } = await mate.settings();
      expect(labels).toEqual({
        'default/web-1': expect.arrayContaining(['old', 'web']) as string[],
        'default/db-1': ['db'],
      });
      expect(alerts.cpu).toEqual(cpu(70).cpu);
    }
    const [here] = (await anna.settings()).channels;
    expect(here).toMatchObject({ id: 'ops', enabled: false });
    expect(here).not.toHaveProperty('secrets');
    expect((await anna.state()).channels).toEqual([
      { id: 'ops', name: 'Ops', allowed: false, missing: ['topic'] },
    ]);
    expect((await ben.settings()).channels).toMatchObject([
      { enabled: true, secrets: { topic: 'env:T' } },
    ]);
    expect((await ben.settings()).alerts.quietHours.enabled).toBe(false);
    expect(await row()).toMatchObject({ active: false, version: 2 });
    expect(JSON.stringify(await row())).not.toContain('env:T');
  });

  it('converges field by field when one was offline for two hours, through a restart', async () => {
    const { mate: anna } = await join();
    const { mate: ben, proxy } = await join();
    const { mate: carl } = await join();
    await anna.change(({ alerts }) => ({ alerts: { ...alerts, ...cpu(70) } }));
    await anna.label('web-1', 'web');
    for (const mate of [anna, ben, carl]) await mate.share();

    proxy.fault = offline;
    await ben.label('web-1', 'web', 'from-ben');
    await ben.change(({ alerts }) => ({ alerts: { ...alerts, ...cpu(70, 5) } }));
    expect(await ben.sync()).toMatchObject({ status: 'failing', pending: true });
    await ben.restart();
    for (const mate of [anna, ben, carl]) mate.clock.advance(2 * HOUR_S);
    await carl.label('web-1');
    await carl.label('db-1', 'db');
    await carl.sync();
    await anna.change(({ alerts }) => ({ alerts: { ...alerts, ...cpu(80) } }));
    await anna.sync();

    proxy.fault = () => null;
    expect(await ben.sync()).toMatchObject({ status: 'shared', pending: false, conflicts: [] });
    for (const mate of [anna, carl]) await mate.sync();
    for (const mate of [anna, ben, carl]) {
      const { labels, alerts } = await mate.settings();
      expect(labels).toEqual({ 'default/web-1': ['from-ben'], 'default/db-1': ['db'] });
      expect(alerts.cpu).toEqual(cpu(80, 5).cpu);
    }
  });

  it('shows a conflict with both values until somebody decides', async () => {
    const { mate: anna } = await join();
    const { mate: ben, proxy } = await join();
    for (const mate of [anna, ben]) await mate.share();
    proxy.fault = offline;
    await ben.change(({ alerts }) => ({ alerts: { ...alerts, ...cpu(60) } }));
    await ben.sync();
    anna.clock.advance(600);
    await anna.change(({ alerts }) => ({ alerts: { ...alerts, ...cpu(80) } }));
    await anna.sync();
    ben.clock.advance(HOUR_S);
    proxy.fault = () => null;
    const { conflicts } = await ben.sync();
    expect(conflicts).toMatchObject([
      {
        field: 'rule/cpu/limits',
        choices: [
          { value: { above: 80, clearBelow: 40 }, at: NOW + 600, holds: true },
          { value: { above: 60, clearBelow: 40 }, at: NOW, holds: false },
        ],
      },
    ]);
    expect(conflicts[0]?.choices[0]?.by).toMatch(/@/u);
    expect((await ben.settings()).alerts.cpu.above).toBe(80);
    expect((await anna.sync()).conflicts).toEqual(conflicts);
    const key = conflicts[0]?.choices[1]?.key ?? '';
    await anna.ask('resolveShared', { sourceId: 'default', field: 'rule/cpu/limits', key });
    expect(await ben.sync()).toMatchObject({ conflicts: [], pending: false });
    for (const mate of [anna, ben]) expect((await mate.settings()).alerts.cpu.above).toBe(60);
    const again = anna.ask('resolveShared', { sourceId: 'default', field: 'rule/cpu/limits', key });
    await expect(again).rejects.toThrow('not-found');
  });

  it('shares all else where settings are too large, says so, and goes on once they are removed', async () => {
    const { mate: anna } = await join();
    const { mate: ben } = await join();
    await anna.label('web-1', 'web');
    for (const mate of [anna, ben]) await mate.share();
    const channels = Array.from({ length: 30 }, (_, index) => ({
      type: 'webhook' as const,
      id: `c-${String(index)}`,
      name: `C ${String(index)}`,
      template: JSON.stringify(randomText(7900, `c${String(index)}`)),
    }));
    const uncountedMounts = Array.from({ length: 200 }, (_, index) => ({
      mount: `/${randomText(250, `m${String(index)}`)}`,
    }));
    const scope = { kind: 'label' as const, label: 'web' };
    const maintenance = Array.from({ length: 200 }, (_, index) => {
      const id = `p-${String(index)}`;
      return { id, scope, from: NOW, until: NOW + HOUR_S, note: randomText(200, id) };
    });
    const large = settingsPatchSchema.parse({ channels, alerts: { uncountedMounts, maintenance } });
    const before = await anna.settings();
    await anna.change(() => large);
    await anna.ask('saveAnnotation', { host: null, at: NOW, endedAt: null, text: 'deployed' });
    const { status, error } = await anna.sync();
    expect({ status, code: error?.code }).toEqual({ status: 'failing', code: 'invalid-input' });
    expect(error?.message).toMatch(
      /channels, .* They have 3\d{5} char.* Most of it, \d\d %, is channels/u,
    );
    await ben.sync();
    const notes = await ben.ask('annotations', { from: NOW - HOUR_S, to: NOW + HOUR_S });
    expect(notes).toMatchObject([{ text: 'deployed' }]);

    await anna.change(() => ({
      channels: [],
      alerts: before.alerts,
      labels: { 'default/web-1': ['eu'] },
    }));
    expect(await anna.sync()).toMatchObject({ status: 'shared', error: null, pending: false });
    await ben.sync();
    expect(await ben.labels()).toEqual({ 'default/web-1': ['eu'] });
  });

  it('has a conflict if one removes what another changes', async () => {
    const maintenance = {
      id: 'm',
      scope: { kind: 'label' as const, label: 'web' },
      from: NOW,
      until: NOW + HOUR_S,
    };
    const { mate: anna } = await join({ alerts: { maintenance: [maintenance] } });
    const { mate: ben, proxy } = await join();
    for (const mate of [anna, ben]) await mate.share();
    proxy.fault = offline;
    await ben.change(({ alerts }) => ({
      alerts: {
        ...alerts,
        maintenance: alerts.maintenance.map((each) => ({ ...each, note: 'longer' })),
      },
    }));
    await anna.change(({ alerts }) => ({ alerts: { ...alerts, maintenance: [] } }));
    await anna.sync();
    proxy.fault = () => null;
    const { conflicts } = await ben.sync();
    expect(conflicts.map(({ field }) => field)).toEqual(['maintenance/m']);
    const kept = conflicts[0]?.choices.find(({ value }) => value === true);
    await ben.ask('resolveShared', {
      sourceId: 'default',
      field: 'maintenance/m',
      key: kept?.key ?? '',
    });
    await anna.sync();
    expect((await anna.settings()).alerts.maintenance).toEqual([
      { ...maintenance, note: 'longer' },
    ]);
  });

  it('loses nothing when everyone writes at once over a network that fails', async () => {
    const joined = await Promise.all([join(), join(), join()]);
    let turn = 0;
    for (const { mate, proxy } of joined) {
      await mate.share();
      proxy.fault = (request) => {
        turn += 1;
        if (!writes(request)) return turn % 7 === 0 ? { kind: 'fail' } : null;
        // The write is done, and its answer lost.
        return turn % 3 === 0 ? { kind: 'cut' } : null;
      };
    }
    for (let round = 0; round < 6; round += 1)
      await Promise.all(
        joined.map(async ({ mate }, index) => {
          await mate.label(`host-${String(round)}-${String(index)}`, `by-${String(index)}`);
          await mate.sync();
        }),
      );
    for (const { proxy } of joined) proxy.fault = () => null;
    for (let round = 0; round < 2; round += 1) for (const { mate } of joined) await mate.sync();
    const [first, ...others] = await Promise.all(joined.map(({ mate }) => mate.labels()));
    expect(Object.keys(first ?? {})).toHaveLength(18);
    for (const labels of others) expect(labels).toEqual(first);
  });
});

describe('who may only read', () => {
  it('receives the team’s settings; local changes stay local, which is reported', async () => {
    const { mate: anna } = await join({ labels: { 'default/web-1': ['web'] } });
    const { mate: ben, proxy } = await join();
    await anna.share();
    proxy.fault = (request) => (writes(request) ? { kind: 'deny' } : null);
    await ben.label('db-1', 'mine');
    expect(await ben.share()).toMatchObject({ status: 'read-only', pending: true, error: null });
    expect(await ben.labels()).toEqual({ 'default/web-1': ['web'], 'default/db-1': ['mine'] });
    await anna.label('web-1', 'web', 'new');
    await anna.sync();
    await ben.sync();
    expect(await ben.labels()).toMatchObject({ 'default/web-1': ['web', 'new'] });
    expect((await anna.labels())['default/db-1']).toBeUndefined();
    proxy.fault = () => null;
    expect(await ben.sync()).toMatchObject({ status: 'shared', pending: false });
    await anna.sync();
    expect(await anna.labels()).toMatchObject({ 'default/db-1': ['mine'] });
  });
});

describe('a hostile row', () => {
  it.each([
    ['of a newer version', { version: 9, document: '{"format":2}' }, 'newer-data'],
    ['torn', { version: 9, document: '{"format":1,"fields":{"a":[' }, 'bad-answer'],
    ['of another type', { version: 9, document: 7 }, 'bad-answer'],
    ['without a version', { document: '{"format":1}' }, 'bad-answer'],
    ['too large', { version: 9, document: 'x'.repeat(310_000) }, 'bad-answer'],
  ])('%s is shown as a failure: nothing changes here or there', async (_name, item, code) => {
    const { mate: anna } = await join({ labels: { 'default/web-1': ['web'] }, alerts: cpu(70) });
    await anna.share();
    const before = await anna.settings();
    await putRow(item);
    const stored = await row();
    await anna.label('db-1', 'db');
    const { status, error } = await anna.sync();
    expect([status, error?.code]).toEqual(['failing', code]);
    const { labels, ...rest } = await anna.settings();
    expect(rest).toEqual({ ...rest, ...before, labels: undefined, sources: rest.sources });
    expect(labels).toEqual({ ...before.labels, 'default/db-1': ['db'] });
    expect(await row()).toEqual(stored);
  });

  it('without fields wipes nothing: local settings are written again', async () => {
    const { mate: anna } = await join({ labels: { 'default/web-1': ['web'] } });
    await anna.share();
    await putRow({ version: 9, document: '{"format":1,"names":{},"fields":{}}' });
    expect(await anna.sync()).toMatchObject({ status: 'shared' });
    expect(await anna.labels()).toEqual({ 'default/web-1': ['web'] });
    expect(await row()).toMatchObject({
      version: 10,
      document: expect.stringContaining('label/web-1/web') as string,
    });
  });
});

describe('a poll', () => {
  it('costs no request while nothing has changed, and one when somebody has changed something', async () => {
    const { mate: anna } = await join();
    const { mate: ben, proxy } = await join();
    for (const mate of [anna, ben]) await mate.share();
    ben.service.start();
    const poll = async (): Promise<string[]> => {
      proxy.reset();
      await ben.ask('syncNow', { reason: 'user' });
      await ben.service.engine.sharing?.sync();
      return proxy.requests.map(({ operation }) => operation);
    };
    await poll();
    const quiet = await poll();
    expect(quiet).not.toContain('UpdateItem');
    await anna.label('web-1', 'web');
    await anna.sync();
    const busy = await poll();
    expect(busy.filter((name) => name === 'BatchGetItem')).toHaveLength(
      quiet.filter((name) => name === 'BatchGetItem').length + 1,
    );
    expect(await ben.labels()).toEqual({ 'default/web-1': ['web'] });
    // Local changes are sent automatically.
    await ben.label('db-1', 'db');
    await ben.service.engine.sharing?.sync();
    await anna.sync();
    expect(await anna.labels()).toEqual({ 'default/web-1': ['web'], 'default/db-1': ['db'] });
    expect((await ben.ask('fleetOverview', {})).hosts).toEqual([]);
    expect(await ben.ask('removedHosts', {})).toEqual([]);
  });
});
