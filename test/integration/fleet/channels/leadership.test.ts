import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { appFailure } from '../../../../contract/errors.ts';
import { DynamoSource } from '../../../../fleet/remote/dynamo-source.ts';
import type { DynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import {
  startAlertReceiver,
  type AlertReceiver,
  type ReceiverFault,
} from '../../../support/alert-receiver.ts';
import { ChannelScene, SceneClock, webhookTo } from '../../../support/channel-scene.ts';
import { createTables, localClients, uniqueTables } from '../../../support/fleet-tables.ts';

const NOW = 1_795_000_020;

let receiver: AlertReceiver;
let clients: DynamoClients;
let now: number;
let scenes: ChannelScene[];
let reader: () => Promise<DynamoSource>;

beforeEach(async () => {
  receiver = await startAlertReceiver();
  clients = localClients(inject('dynamoEndpoint'));
  const tables = uniqueTables();
  await createTables(clients, tables);
  now = NOW;
  scenes = [];
  const source = new DynamoSource({ clients, tables, onUse: () => undefined });
  reader = () => Promise.resolve(source);
});

afterEach(async () => {
  await Promise.all(scenes.map((scene) => scene.dispose()));
  clients.destroy();
  await receiver.close();
});

function open(from: typeof reader | null = reader, to = [webhookTo(receiver.url)]): ChannelScene {
  const scene = new ChannelScene(new SceneClock(now), to, from);
  scenes.push(scene);
  scene.start();
  return scene;
}

/** Every program has a clock of its own; they go alike. */
function advance(seconds: number): void {
  now += seconds;
  for (const { clock } of scenes) clock.advance(seconds);
}

/** Resolves once every program has done what there is to do at this time. */
async function turn(): Promise<void> {
  const alive = scenes.filter((scene) => !scene.store.closed && !scene.clock.held);
  const before = alive.map((scene) => scene.clock.waits);
  // A turn that had begun already, and a whole one after it.
  await vi.waitUntil(() => alive.every((scene, i) => scene.clock.waits >= (before[i] ?? 0) + 3), {
    timeout: 10_000,
    interval: 2,
  });
}

/** Puts the clock forward by 10 s a step until something holds. */
async function until(holds: () => boolean, mostSeconds: number): Promise<number> {
  const from = now;
  while (!holds() && now - from < mostSeconds) {
    advance(10);
    await turn();
  }
  expect(holds()).toBe(true);
  return now - from;
}

/** Time passes, in steps of 10 s. */
async function pass(seconds: number): Promise<void> {
  const end = now + seconds;
  await until(() => now >= end, seconds + 10);
}

function roles(): string[] {
  return scenes.flatMap((scene) => scene.service.state().dispatchers.map(({ role }) => role));
}

/** The states of the messages that were taken, in order. */
function states(): string[] {
  return [...receiver.messages().values()].map(({ state }) => state);
}

function hostsIn(index: number): string[] {
  return [...receiver.messages().values()][index]?.alerts.map(({ hostname }) => hostname) ?? [];
}

describe('a program that sends alone', () => {
  it('sends alerts that begin after its start, grouped, and their ends', async () => {
    const scene = open(null);
    scene.begin('old');
    await pass(300);
    for (let host = 1; host <= 14; host += 1) scene.begin(`web-${String(host)}`, 'offline');
    await until(() => states().length === 1, 200);
    expect(hostsIn(0)).toHaveLength(14);
    for (let host = 1; host <= 14; host += 1) scene.end(`web-${String(host)}`);
    await until(() => states().length === 2, 200);
    await pass(300);
    expect(states()).toEqual(['firing', 'resolved']);
    expect(receiver.requests).toHaveLength(2);
  });

  it.each<ReceiverFault>([
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429, headers: { 'retry-after': '40' } },
    { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'reset', taken: true },
    { kind: 'hang', taken: true },
    { kind: 'drip', taken: true },
  ])(
    'retries until the receiver has it, always with the same id: $kind $status $taken',
    async (fault) => {
      const scene = open(null);
      await pass(30);
      let left = 3;
      receiver.fault = () => (left-- > 0 ? fault : null);
      scene.begin('web');
      await until(() => receiver.requests.at(-1)?.taken === true && left < 0, 600);
      await pass(60);
      expect(receiver.requests).toHaveLength(4);
      expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(scene.service.state().channels).toMatchObject([{ waiting: 0, error: null }]);
    },
  );

  it('resumes a message after a restart, with the same id', async () => {
    const scene = open(null);
    await pass(30);
    receiver.fault = () => ({ kind: 'status', status: 503 });
    scene.begin('web');
    await until(() => receiver.requests.length === 1, 200);
    receiver.fault = () => null;
    scene.restart();
    await until(() => states().length === 1, 200);
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it.each(['restart', 'kill'] as const)(
    'groups simultaneous alerts across a %s between the 7th and the 8th host',
    async (how) => {
      const scene = open(null);
      await pass(30);
      for (let host = 1; host <= 7; host += 1) scene.begin(`web-${String(host)}`, 'offline');
      await pass(20);
      expect(receiver.requests).toEqual([]);
      scene[how]();
      for (let host = 8; host <= 14; host += 1) scene.begin(`web-${String(host)}`, 'offline');
      await until(() => states().length > 0, 300);
      await pass(200);
      expect(states()).toEqual(['firing']);
      expect(hostsIn(0)).toHaveLength(14);
      expect(receiver.requests).toHaveLength(1);
    },
  );

  it('holds back in quiet hours, and then sends active alerts', async () => {
    const quietHours = {
      enabled: true,
      timeZone: 'UTC',
      periods: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00' }],
    };
    now = Date.parse('2026-11-24T21:59:00Z') / 1000;
    const scene = open(null, [webhookTo(receiver.url, { quietHours })]);
    await pass(30);
    scene.begin('over');
    scene.begin('lasts');
    await pass(120);
    scene.end('over');
    await pass(120);
    expect(receiver.requests).toEqual([]);
    advance(9 * 3600);
    await until(() => states().length > 0, 60);
    await pass(60);
    expect(states()).toEqual(['firing', 'resolved']);
    expect(hostsIn(1)).toEqual(['over']);
  });

  it('a failing channel does not delay another', async () => {
    const bad = webhookTo(`${receiver.url}/bad`, { id: 'bad' });
    const scene = open(null, [bad, webhookTo(receiver.url)]);
    await pass(30);
    receiver.fault = ({ path }) => (path === '/bad' ? { kind: 'hang' } : null);
    scene.begin('web');
    await until(() => states().length === 1, 200);
    await until(() => scene.service.state().channels[0]?.error !== null, 60);
    expect(scene.service.state().channels).toMatchObject([{ waiting: 1 }, { waiting: 0 }]);
  });
});

describe('the programs that watch one registry', () => {
  it('elect one sender, and another takes over within 3 minutes of its death', async () => {
    const [first, second] = [open(), open()];
    await until(() => roles().includes('leads'), 60);
    expect(roles().toSorted()).toEqual(['follows', 'leads']);
    await pass(30);
    for (const scene of [first, second]) scene.begin('web');
    await until(() => receiver.messages().size === 1, 120);
    const leader = scenes.find((scene) => scene.service.state().dispatchers[0]?.role === 'leads');
    const other = leader === first ? second : first;
    // Dead: it gives nothing up.
    leader?.store.close();
    other.end('web');
    const seconds = await until(() => receiver.messages().size === 2, 400);
    // The end of an alert is grouped for a minute.
    expect(seconds).toBeLessThanOrEqual(180 + 60);
    expect([...receiver.messages().values()].map(({ state }) => state)).toEqual([
      'firing',
      'resolved',
    ]);
    expect(receiver.requests).toHaveLength(2);
  });

  it('sends nothing under a lease that expired while it was stopped', async () => {
    const [first, second] = [open(), open()];
    await until(() => roles().includes('leads'), 60);
    await pass(30);
    const stopped = scenes.find((scene) => scene.service.state().dispatchers[0]?.role === 'leads');
    const other = stopped === first ? second : first;
    let attempts = 0;
    // Its first attempt is answered only after it has been stopped for five minutes.
    receiver.fault = () => {
      attempts += 1;
      return attempts === 1 ? { kind: 'status', status: 500 } : null;
    };
    for (const scene of [first, second]) scene.begin('web');
    await until(() => attempts === 1, 200);
    // The clocks run while the process is stopped.
    const clock = stopped?.clock ?? first.clock;
    clock.hold();
    await until(() => other.service.state().dispatchers[0]?.role === 'leads', 300);
    await until(() => states().length === 1, 60);
    const sent = receiver.requests.length;
    clock.release();
    await pass(60);
    expect(receiver.requests).toHaveLength(sent);
    expect(stopped?.service.state().dispatchers).toMatchObject([{ role: 'follows' }]);
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('a single run waits to see whether the leader lives, and takes over from a dead one', async () => {
    const leader = open();
    await until(() => roles().includes('leads'), 60);
    // All clocks run during the wait, and the leader does its work.
    const look = (): ChannelScene => {
      const clock = new SceneClock(now);
      clock.sleep = async (ms) => {
        advance(ms / 1000);
        const { waits } = leader.clock;
        if (!leader.store.closed) await vi.waitUntil(() => leader.clock.waits >= waits + 3);
      };
      const scene = new ChannelScene(clock, [webhookTo(receiver.url)], reader);
      scenes.push(scene);
      return scene;
    };
    const looking = look();
    const begun = now;
    expect((await looking.service.once(now)).dispatchers).toMatchObject([{ role: 'follows' }]);
    expect(now - begun).toBeLessThan(60);
    const owner = leader.service.state().dispatchers[0]?.leader;
    expect((await looking.service.report()).leases).toMatchObject([{ holder: { owner } }]);
    // Dead: it gives nothing up.
    leader.store.close();
    const later = look();
    const died = now;
    expect((await later.service.once(now)).dispatchers).toMatchObject([{ role: 'leads' }]);
    expect(now - died).toBeGreaterThanOrEqual(90);
  });

  it('report that they may not write to the registry, and send nothing', async () => {
    const scene = open(() =>
      Promise.reject(appFailure('access-denied', 'DynamoDB refused it.', 'Allow it.')),
    );
    await pass(30);
    scene.begin('web');
    await pass(300);
    expect(receiver.requests).toEqual([]);
    expect(scene.service.state().dispatchers).toMatchObject([
      { role: 'unable', error: { message: 'DynamoDB refused it.' } },
    ]);
  });
});
