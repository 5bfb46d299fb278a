import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ALERT_KINDS, type Maintenance } from '../../../../contract/alerts.ts';
import type { ChannelMessage } from '../../../../contract/channels.ts';
import type { AlertAction } from '../../../../contract/open-alerts.ts';
import { settingsSchema } from '../../../../contract/settings.ts';
import { MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { OpenAlerts } from '../../../../fleet/alerts/open-alerts.ts';
import { feedDetails, feedGroups } from '../../../../fleet/channels/feed.ts';
import { Postman } from '../../../../fleet/channels/postman.ts';
import { ChannelDispatcher } from '../../../../fleet/channels/channel-dispatcher.ts';
import type { DeliveryLog } from '../../../../fleet/channels/delivery-log.ts';
import type { DeliveryDocument } from '../../../../fleet/channels/delivery-document.ts';
import { NOTIFY_STATE, NOT_NOTIFIED } from '../../../../fleet/store/alert-row.ts';
import { tablesOf } from '../../../../fleet/store/source-tables.ts';
import { FleetStore } from '../../../../fleet/store/store.ts';
import { startAlertReceiver } from '../../../support/alert-receiver.ts';
import { webhookTo } from '../../../support/channel-scene.ts';
import {
  LENGTH,
  Model,
  REMIND,
  SILENT,
  spansOf,
  type Act,
  type Life,
  type Step,
} from '../../../support/channel-life-model.ts';
import { checkProperty } from '../../../support/property.ts';
import { TestClock, silentLogger } from '../../../support/test-engine.ts';

const START = hourOf(1_795_500_000);
const RUNS = 3;
const SOURCE = 'default';
const HOST = 'laptop-1';

const delay = fc.option(fc.integer({ min: SILENT, max: 40 }));
const lives: fc.Arbitrary<Life> = fc.record({
  kind: fc.constantFrom(...ALERT_KINDS),
  lengths: fc.array(fc.integer({ min: 1, max: 110 }), { minLength: 2, maxLength: 10 }),
  steps: fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: LENGTH - 1 }),
      what: fc.constantFrom<Step['what'][]>(
        'acknowledge',
        'snooze',
        'reopen',
        'maintain',
        'hand-over',
        'kill',
      ),
      minutes: fc.integer({ min: 2, max: 70 }),
    }),
    { maxLength: 8 },
  ),
  quiet: fc
    .tuple(fc.integer({ min: 1, max: LENGTH - 1 }), fc.integer({ min: 1, max: 100 }))
    .map(([from, minutes]) => ({ from, to: from + minutes })),
  delays: fc.record({ label: delay, host: delay }),
});

/** In memory, as a row of the registry is: the last one to write has said what was sent. */
class SharedMemory implements DeliveryLog {
  #document: DeliveryDocument = { fleet: 'fleet', alerts: [], open: [] };

  claim(): Promise<DeliveryDocument> {
    return Promise.resolve(this.#document);
  }

  write(document: DeliveryDocument): Promise<boolean> {
    this.#document = document;
    return Promise.resolve(true);
  }
}

/** The wall clock (UTC) of a minute of the model, as settings have it. */
function wallClock(minute: number): string {
  return new Date((START + minute * MINUTE_S) * 1000).toISOString().slice(11, 16);
}

function settingsOf({ kind, delays }: Life) {
  const rule = (afterMinutes: number) => ({ offline: { enabled: true, afterMinutes } });
  const { label, host } = delays;
  return settingsSchema.parse({
    labels: { [`${SOURCE}/${HOST}`]: ['laptop'] },
    alerts: {
      remindHours: REMIND / 60,
      ...(['rebooted', 'filling', 'unusual', 'slower', 'cost'].includes(kind)
        ? { [kind]: { enabled: true } }
        : {}),
      overrides: [
        ...(label === null ? [] : [{ scope: { kind: 'label', label: 'laptop' }, ...rule(label) }]),
        ...(host === null
          ? []
          : [{ scope: { kind: 'host', sourceId: SOURCE, hostname: HOST }, ...rule(host) }]),
      ],
    },
  });
}

/** One of the programs that watch: its store, and what sends by it. */
class Program {
  readonly #options: { life: Life; clock: TestClock; log: DeliveryLog; url: string };
  readonly #directory = mkdtempSync(join(tmpdir(), 'py-perf-life-'));
  readonly maintenance: Maintenance[] = [];
  #store: FleetStore;
  dispatcher: ChannelDispatcher;

  constructor(options: { life: Life; clock: TestClock; log: DeliveryLog; url: string }) {
    this.#options = options;
    this.#store = this.#openStore();
    this.dispatcher = this.#openDispatcher();
  }

  get now(): number {
    return this.#options.clock.now() / 1000;
  }

  begin(): void {
    const { kind } = this.#options.life;
    const at = this.now;
    const startedAt = kind === 'offline' ? at - SILENT * MINUTE_S : at;
    const endedAt = kind === 'rebooted' ? at : null;
    this.#store.write(() => {
      this.#store.alertLog.add({
        host: kind === 'cost' ? tablesOf(SOURCE).id : this.#host(),
        kind,
        startedAt,
        lastAt: at,
        endedAt,
        resolvedBy: endedAt,
        peak: null,
        threshold: null,
        maintenance: false,
        notifyState: NOTIFY_STATE.pending,
        notedAt: at,
        ...NOT_NOTIFIED,
      });
    });
  }

  end(): void {
    const at = this.now;
    this.#store.write(() => {
      for (const row of this.#store.alertLog.open())
        this.#store.alertLog.put({ ...row, endedAt: at, resolvedBy: at, notedAt: at });
    });
  }

  act(what: Act, minutes: number): void {
    const open = new OpenAlerts(this.#store, this.#options.clock);
    const hosts = [...this.#store.hosts.all(), tablesOf(SOURCE)];
    const ids = open.list(hosts).map(({ id }) => id);
    const until = this.now + minutes * MINUTE_S;
    const action: AlertAction =
      what === 'snooze'
        ? { action: what, ids, until }
        : what === 'reopen'
          ? { action: what, ids }
          : { action: what, ids, note: '' };
    open.act(action, hosts);
  }

  /** The host is seen, so that what is known of it is no history. */
  see(): void {
    const at = this.now;
    this.#store.write(() => {
      this.#store.hosts.noteLegacyBatch(
        this.#host(),
        { uploadedAt: at, recordId: 0, endsAt: at },
        at,
      );
    });
  }

  /** Dies and starts again on what it had written. */
  kill(): void {
    this.#store.close();
    this.#store = this.#openStore();
    this.dispatcher = this.#openDispatcher();
  }

  dispose(): void {
    this.#store.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #host(): number {
    return this.#store.hosts.ensure({ sourceId: SOURCE, hostname: HOST });
  }

  #openStore(): FleetStore {
    return FleetStore.open(join(this.#directory, 'fleet.db'));
  }

  #openDispatcher(): ChannelDispatcher {
    const { life, clock, log, url } = this.#options;
    const store = this.#store;
    const { alerts, labels } = settingsOf(life);
    const quietHours = {
      enabled: true,
      timeZone: 'UTC',
      periods: [
        {
          days: [1, 2, 3, 4, 5, 6, 7],
          from: wallClock(life.quiet.from),
          to: wallClock(life.quiet.to),
        },
      ],
    };
    const { channel, secrets } = webhookTo(url, { quietHours });
    const input = (document: DeliveryDocument, now: number) => ({
      store,
      sourceId: SOURCE,
      isShown: () => true,
      config: { labels, alerts: { ...alerts, maintenance: this.maintenance } },
      document,
      now,
    });
    return new ChannelDispatcher({
      scope: SOURCE,
      sourceId: SOURCE,
      sourceName: 'Fleet',
      store,
      clock,
      lease: null,
      log,
      postman: new Postman({ clock, logger: silentLogger, secretsOf: () => secrets }),
      channels: () => [channel],
      words: () => ({ title: '', text: '' }),
      labelsOf: () => ['laptop'],
      feed: (document, now) =>
        feedGroups({ ...input(document, now), readAt: now, baseline: START - 1 }),
      details: (document, now) => feedDetails(input(document, now)),
    });
  }
}

/** Lets both programs live through the minutes; answers what the receiver got, and what it should have got. */
async function live(life: Life): Promise<{ said: string[]; expected: string[] }> {
  const receiver = await startAlertReceiver();
  const clock = new TestClock(START);
  const options = { life, clock, log: new SharedMemory(), url: receiver.url };
  const programs: [Program, Program] = [new Program(options), new Program(options)];
  const model = new Model(life);
  const spans = spansOf(life);
  const said: string[] = [];
  let leading: 0 | 1 = 0;
  try {
    for (let minute = 0; minute < LENGTH; minute += 1) {
      clock.set(START + minute * MINUTE_S);
      for (const program of programs) program.see();
      for (const { what, minutes } of life.steps.filter(({ at }) => at === minute)) {
        if (what === 'maintain') {
          const [from, until] = [clock.now() / 1000, clock.now() / 1000 + minutes * MINUTE_S];
          const scope = { kind: 'label', label: 'laptop' } as const;
          for (const { maintenance } of programs)
            maintenance.push({ id: String(maintenance.length), scope, from, until, note: '' });
          // Nobody announces maintenance of the tables that a source has.
          if (life.kind !== 'cost') model.maintain(minute, minute + minutes);
        } else if (what === 'hand-over') {
          await programs[leading].dispatcher.stop();
          leading = leading === 0 ? 1 : 0;
        } else if (what === 'kill') programs[minutes % 2]?.kill();
        else {
          for (const program of programs) program.act(what, minutes);
          model.act(what, minute, minutes);
        }
      }
      for (const { from, to } of spans) {
        if (to === minute && life.kind !== 'rebooted') {
          for (const program of programs) program.end();
          model.end(minute);
        }
        if (from === minute) {
          for (const program of programs) program.begin();
          model.begin(minute);
        }
      }
      const { dispatcher } = programs[leading];
      await dispatcher.checkLease();
      const before = receiver.requests.length;
      await dispatcher.dispatch(new AbortController().signal);
      for (const { body } of receiver.requests.slice(before))
        said.push(`${String(minute)} ${(JSON.parse(body) as ChannelMessage).state}`);
      model.look(minute);
    }
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size, 'ids').toBe(ids.length);
    return { said, expected: model.said };
  } finally {
    for (const program of programs) program.dispose();
    await receiver.close();
  }
}

const plain = { kind: 'cpu', delays: { label: null, host: null } } as const;
/** What came and went in quiet hours; what was over before the time until which it was put off. */
const FOUND: [Life][] = [
  [{ ...plain, lengths: [5, 1], steps: [], quiet: { from: 9, to: 60 } }],
  [
    {
      ...plain,
      lengths: [5, 20],
      steps: [{ at: 11, what: 'snooze', minutes: 70 }],
      quiet: { from: 200, to: 210 },
    },
  ],
];

it('channels receive alerts of any kind as documented, whichever program leads', async () => {
  await checkProperty(
    fc.asyncProperty(lives, async (life) => {
      const { said, expected } = await live(life);
      expect(said, life.kind).toEqual(expected);
    }),
    { runs: RUNS, examples: FOUND, endOnFailure: true },
  );
});
