import type { z } from 'zod';
import { alertSettingsSchema } from '../../contract/alerts.ts';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import { HOUR_S, MINUTE_S, minuteOf } from '../../contract/time.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import { dynamoEnvironment, type DynamoDbLocal } from '../support/dynamodb-local.ts';
import { madeUpHostnames, putFleet } from '../support/fleet-generator.ts';
import { createTables, localClients } from '../support/fleet-tables.ts';
import { expect, test as base } from './fixture.ts';
import type { App } from './hosts/app.ts';
import { Notifications, advanceClock } from './pages/notifications.ts';

export const FOURTEEN = madeUpHostnames(14, 'web');
export const ALL = ['db', ...FOURTEEN];

/** A fleet in tables of its own. Its time is that of the app's service: it goes on by itself, and is put forward. */
export class Fleet {
  readonly #clients: DynamoClients;
  /** Seconds that it was put forward by. */
  #ahead = 0;
  /** Unix seconds up to which whoever is alive has reported. */
  #reportedTo = Infinity;

  constructor(dynamo: Pick<DynamoDbLocal, 'endpoint'>) {
    this.#clients = localClients(dynamo.endpoint);
  }

  /** Unix seconds. */
  get now(): number {
    return Date.now() / 1000 + this.#ahead;
  }

  async create(): Promise<void> {
    await createTables(this.#clients, DEFAULT_TABLE_NAMES);
  }

  /** Hosts have samples of the last `seconds`, and of the time since the last report: a busy machine is slow to come here. */
  async report(hostnames: string[], seconds: number): Promise<void> {
    const { now } = this;
    const [from, to] = [minuteOf(Math.min(now - seconds, this.#reportedTo)), minuteOf(now)];
    this.#reportedTo = to;
    // Whoever reports every five minutes is online: of hours that is enough.
    const step = seconds > HOUR_S ? 5 * MINUTE_S : MINUTE_S;
    await putFleet(this.#clients, DEFAULT_TABLE_NAMES, { hostnames, from, to, step });
  }

  /** Time passes for the app, while these hosts go on reporting. */
  async pass(app: App, seconds: number, hostnames: string[]): Promise<void> {
    this.#ahead += seconds;
    await this.report(hostnames, seconds);
    await advanceClock(app, seconds);
  }

  close(): void {
    this.#clients.destroy();
  }
}

export const test = base.extend<{ fleet: Fleet; app: App; notifications: Notifications }>({
  fleet: async ({ dynamo }, use) => {
    const fleet = new Fleet(dynamo);
    await fleet.create();
    await fleet.report(ALL, 10 * MINUTE_S);
    await use(fleet);
    fleet.close();
  },

  app: async ({ dynamo, fleet: _fleet, launch }, use) => {
    const app = await launch({ env: dynamoEnvironment(dynamo.endpoint) });
    // How things are at the first look is no news; what changes after it is.
    await sync(app);
    await sync(app);
    await use(app);
  },

  notifications: async ({ app }, use) => {
    await use(await Notifications.record(app));
  },
});

/** Syncs, and waits until every missing hour is there. */
export async function sync(app: App): Promise<void> {
  await app.window.evaluate(() => window.pyPerf?.syncNow({ reason: 'user' }));
  await expect
    .poll(async () => {
      const overview = await app.window.evaluate(() => window.pyPerf?.fleetOverview({}));
      return overview?.ok === true ? overview.value.sync.backfill : 'no answer';
    })
    .toBeNull();
}

/** Every host reports, nothing is wrong, and the rules are those of a first start: where each scene begins. */
export async function calm(app: App, fleet: Fleet): Promise<void> {
  // Whoever is not watched is not told of when he comes back.
  await setAlerts(app, { offline: { enabled: false } });
  await expect
    .poll(async () => {
      await fleet.pass(app, 2 * MINUTE_S, ALL);
      await sync(app);
      const overview = await app.window.evaluate(() => window.pyPerf?.fleetOverview({}));
      return overview?.ok === true ? overview.value.alerts : 'no answer';
    })
    .toEqual([]);
  await setAlerts(app, {});
  await sync(app);
}

/** Sets rules as the page does; what is left out is as at a first start. */
export async function setAlerts(
  app: App,
  change: z.input<typeof alertSettingsSchema>,
): Promise<void> {
  const patch = { alerts: alertSettingsSchema.parse(change) };
  const answer = await app.window.evaluate(
    (sent) => window.pyPerf?.updateSettings({ patch: sent }),
    patch,
  );
  expect(answer).toMatchObject({ ok: true });
}

/** All but these hosts fall silent, long enough to be told of. */
export async function onlyRemain(app: App, fleet: Fleet, hostnames: string[]): Promise<void> {
  await fleet.pass(app, 400, hostnames);
  await sync(app);
  await fleet.pass(app, 90, hostnames);
  await sync(app);
}

export { expect };
