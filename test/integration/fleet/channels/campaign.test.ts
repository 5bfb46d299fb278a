import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest';
import { DynamoSource } from '../../../../fleet/remote/dynamo-source.ts';
import type { DynamoClients } from '../../../../platform/aws/dynamo-client.ts';
import { startAlertReceiver, type AlertReceiver } from '../../../support/alert-receiver.ts';
import { ChannelScene, SceneClock, webhookTo } from '../../../support/channel-scene.ts';
import { createTables, localClients, uniqueTables } from '../../../support/fleet-tables.ts';

const NOW = 1_795_000_020;
const STEPS = 60;
const ALERTS = 10;

let receiver: AlertReceiver;
let clients: DynamoClients;
let scenes: ChannelScene[];

beforeEach(async () => {
  receiver = await startAlertReceiver();
  clients = localClients(inject('dynamoEndpoint'));
  const tables = uniqueTables();
  await createTables(clients, tables);
  const source = new DynamoSource({ clients, tables, onUse: () => undefined });
  scenes = Array.from(
    { length: 3 },
    () =>
      new ChannelScene(new SceneClock(NOW), [webhookTo(receiver.url)], () =>
        Promise.resolve(source),
      ),
  );
  for (const scene of scenes) scene.start();
});

afterEach(async () => {
  await Promise.all(scenes.map((scene) => scene.dispose()));
  clients.destroy();
  await receiver.close();
});

async function advance(seconds: number): Promise<void> {
  for (const { clock } of scenes) clock.advance(seconds);
  const clocks = scenes.map(({ clock }) => clock);
  const before = clocks.map(({ waits }) => waits);
  await vi.waitUntil(() => clocks.every(({ waits }, i) => waits >= (before[i] ?? 0) + 3), {
    timeout: 20_000,
    interval: 2,
  });
}

/** A number from 0 up to below `count`, the same in every run. */
function chooser(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
}

/** How many different messages of a state name a host. */
function tellings(state: string, hostname: string): number {
  return [...receiver.messages().values()].filter(
    (message) =>
      message.state === state && message.alerts.some((alert) => alert.hostname === hostname),
  ).length;
}

it('three programs, killed at any time, tell each alert and its end once by its id', async () => {
  const choose = chooser(7);
  for (let step = 0; step < 4; step += 1) await advance(15);
  receiver.fault = () =>
    [
      null,
      null,
      { kind: 'status' as const, status: 500 },
      { kind: 'reset' as const, taken: choose(2) === 0 },
      { kind: 'hang' as const, taken: choose(2) === 0 },
    ][choose(5)] ?? null;
  let kills = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const host = `host-${String(step / 2)}`;
    if (step % 2 === 0 && step / 2 < ALERTS) for (const scene of scenes) scene.begin(host);
    const over = `host-${String((step - 31) / 2)}`;
    if (step % 2 === 1 && step >= 31) for (const scene of scenes) scene.end(over);
    if (choose(3) === 0) {
      kills += 1;
      scenes[choose(3)]?.kill();
    }
    await advance(15);
  }
  receiver.fault = () => null;
  for (let step = 0; step < 60; step += 1) await advance(15);
  expect(kills).toBeGreaterThan(10);
  const hosts = Array.from({ length: ALERTS }, (_, index) => `host-${String(index)}`);
  expect(hosts.map((host) => tellings('firing', host))).toEqual(hosts.map(() => 1));
  expect(hosts.map((host) => tellings('resolved', host))).toEqual(hosts.map(() => 1));
});
