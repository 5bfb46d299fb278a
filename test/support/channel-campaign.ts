import { vi } from 'vitest';
import { DynamoSource } from '../../fleet/remote/dynamo-source.ts';
import { startAlertReceiver } from './alert-receiver.ts';
import { ChannelScene, SceneClock, webhookTo } from './channel-scene.ts';
import { createTables, localClients, uniqueTables } from './fleet-tables.ts';

const NOW = 1_795_000_020;
const PROGRAMS = 3;
/** Seconds that the programs' clocks advance per step. */
const STEP_S = 15;
/** Milliseconds without progress after which a program counts as hung; the campaign itself has no limit. */
const STUCK_MS = 300_000;
/** Steps that an alert lasts. */
const LASTS = 31;

/** The size of a campaign. */
export interface ChannelCampaignOptions {
  kills: number;
  alerts: number;
  seed: number;
}

/** The findings of a campaign; empty lists if all is well. */
export interface ChannelCampaignResult {
  kills: number;
  /** Names of the leaders, in the order in which they took the lease. */
  leaders: number;
  /** Alerts whose beginning or end did not arrive as exactly one message by its id. */
  wrong: string[];
  /** Fencing numbers that two programs held. */
  sharedFences: number[];
}

/** A number from 0 to below `count`, the same in every run of a seed. */
function chooser(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
}

/**
 * Three programs send the alerts of one registry to a receiver that responds with 500, drops connections or never
 * responds, while they are killed at random. `endpoint` is that of DynamoDB Local.
 */
export async function runChannelCampaign(
  endpoint: string,
  { kills, alerts, seed }: ChannelCampaignOptions,
): Promise<ChannelCampaignResult> {
  const choose = chooser(seed);
  const receiver = await startAlertReceiver();
  const clients = localClients(endpoint);
  const tables = uniqueTables();
  await createTables(clients, tables);
  const owners = new Map<number, Set<string>>();
  const source = new DynamoSource({ clients, tables, onUse: () => undefined });
  const write = source.updateIf.bind(source);
  source.updateIf = async (role, input) => {
    const row = await write(role, input);
    const { fence, lease_owner: owner } = row ?? {};
    if (typeof fence === 'number' && typeof owner === 'string')
      owners.set(fence, (owners.get(fence) ?? new Set()).add(owner));
    return row;
  };
  const scenes = Array.from(
    { length: PROGRAMS },
    () =>
      new ChannelScene(new SceneClock(NOW), [webhookTo(receiver.url)], () =>
        Promise.resolve(source),
      ),
  );
  const advance = async (): Promise<void> => {
    for (const { clock } of scenes) clock.advance(STEP_S);
    const clocks = scenes.map(({ clock }) => clock);
    const before = clocks.map(({ waits }) => waits);
    await vi.waitUntil(() => clocks.every(({ waits }, i) => waits >= (before[i] ?? 0) + 3), {
      timeout: STUCK_MS,
      interval: 2,
    });
  };
  const all = Array.from({ length: alerts }, (_, index) => `host-${String(index)}`);
  try {
    for (const scene of scenes) scene.start();
    for (let step = 0; step < 4; step += 1) await advance();
    receiver.fault = () =>
      [
        null,
        null,
        { kind: 'status' as const, status: 500 },
        { kind: 'reset' as const, taken: choose(2) === 0 },
        { kind: 'hang' as const, taken: choose(2) === 0 },
      ][choose(5)] ?? null;
    let killed = 0;
    for (let step = 0; killed < kills || step < 2 * alerts + LASTS; step += 1) {
      const begins = step % 2 === 0 ? all[step / 2] : undefined;
      const ends = step >= LASTS && step % 2 === LASTS % 2 ? all[(step - LASTS) / 2] : undefined;
      for (const scene of scenes) {
        if (begins !== undefined) scene.begin(begins);
        if (ends !== undefined) scene.end(ends);
      }
      if (killed < kills && choose(3) === 0) {
        killed += 1;
        scenes[choose(PROGRAMS)]?.kill();
      }
      await advance();
    }
    receiver.fault = () => null;
    for (let step = 0; step < 60; step += 1) await advance();
    const messages = [...receiver.messages().values()];
    const messagesOf = (state: string, hostname: string): number =>
      messages.filter(
        (message) =>
          message.state === state && message.alerts.some((alert) => alert.hostname === hostname),
      ).length;
    const wrong = all.flatMap((host) =>
      (['firing', 'resolved'] as const)
        .filter((state) => messagesOf(state, host) !== 1)
        .map((state) => `${host} ${state} ${String(messagesOf(state, host))}`),
    );
    return {
      kills: killed,
      leaders: owners.size,
      wrong,
      sharedFences: [...owners].flatMap(([fence, names]) => (names.size > 1 ? [fence] : [])),
    };
  } finally {
    await Promise.all(scenes.map((scene) => scene.dispose()));
    clients.destroy();
    await receiver.close();
  }
}
