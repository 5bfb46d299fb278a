import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { channelSchema, type Channel } from '../../contract/channels.ts';
import { settingsSchema } from '../../contract/settings.ts';
import { ChannelService } from '../../fleet/channels/channel-service.ts';
import type { ChannelSource } from '../../fleet/channels/report.ts';
import { NOTIFY_STATE } from '../../fleet/store/alert-row.ts';
import type { FleetStore } from '../../fleet/store/store.ts';
import { openBlankStore } from './blank-store.ts';
import { channelWords } from '../../platform/channel-words.ts';
import type { Clock } from '../../platform/clock.ts';
import { silentLogger } from './test-engine.ts';

const SOURCE = 'default';

/** A clock that tests advance in steps that others have time to notice. */
export class SceneClock implements Clock {
  #ms: number;
  /** How often anything has waited: a waiter has finished its earlier work. */
  waits = 0;
  held = false;
  #held: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(seconds: number) {
    this.#ms = seconds * 1000;
  }

  now(): number {
    return this.#ms;
  }

  /** Stops users of this clock at their next wait, until they are released. */
  hold(): void {
    this.held = true;
    this.#held = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.held = false;
    this.#release();
  }

  advance(seconds: number): void {
    this.#ms += seconds * 1000;
  }

  /** Ends a schedule's wait at once. */
  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    this.waits += 1;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        void this.#held.then(resolve);
      }, 3);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      });
    });
  }
}

/** A webhook to a receiver on this machine. */
export function webhookTo(url: string, change: Partial<z.input<typeof channelSchema>> = {}) {
  const channel = channelSchema.parse({
    type: 'webhook',
    id: 'hook',
    name: 'Hook',
    privateAddress: true,
    ...change,
  });
  return { channel, secrets: { url } };
}

/** One program that sends alerts to channels, on its own store into which the test writes alerts. */
export class ChannelScene {
  readonly directory = mkdtempSync(join(tmpdir(), 'py-perf-channels-'));
  clock: SceneClock;
  store: FleetStore;
  service: ChannelService;
  readonly #channels: Channel[];
  readonly #secrets: ReadonlyMap<string, Record<string, string>>;
  readonly #reader: ChannelSource['reader'] | null;
  readonly #settings: z.input<typeof settingsSchema>;

  constructor(
    clock: SceneClock,
    channels: readonly { channel: Channel; secrets: Record<string, string> }[],
    reader: ChannelSource['reader'] | null = null,
    settings: z.input<typeof settingsSchema> = {},
  ) {
    this.clock = clock;
    this.#channels = channels.map(({ channel }) => channel);
    this.#secrets = new Map(channels.map(({ channel, secrets }) => [channel.id, secrets]));
    this.#reader = reader;
    this.#settings = settings;
    this.store = openBlankStore(join(this.directory, 'fleet.db'));
    this.service = this.#open();
  }

  start(): void {
    this.service.start();
  }

  /** Ends cleanly, releasing its lease, and restarts. */
  restart(): void {
    void this.service.stop();
    this.#reopen();
  }

  /** Dies with its lease and its work, and restarts. */
  kill(): void {
    this.#reopen();
  }

  #reopen(): void {
    this.store.close();
    // Interrupted work may still wait on the old one.
    this.clock = new SceneClock(this.clock.now() / 1000);
    this.store = openBlankStore(join(this.directory, 'fleet.db'));
    this.service = this.#open();
    this.service.start();
  }

  /** An alert begins now, as an evaluation of samples would write it. */
  begin(hostname: string, kind: 'cpu' | 'offline' = 'cpu', at = this.clock.now() / 1000): void {
    this.store.write(() => {
      this.store.alertLog.add({
        host: this.store.hosts.ensure({ sourceId: SOURCE, hostname }),
        kind,
        startedAt: at,
        endedAt: null,
        resolvedBy: null,
        lastAt: at,
        peak: kind === 'cpu' ? 97 : null,
        threshold: kind === 'cpu' ? 90 : null,
        maintenance: false,
        notifyState: NOTIFY_STATE.pending,
        notedAt: at,
        notifiedAt: null,
        notifiedStart: null,
        reminders: 0,
        ackedAt: null,
        ackNote: null,
        snoozedUntil: null,
      });
    });
  }

  /** The open alerts of a host end now. */
  end(hostname: string, at = this.clock.now() / 1000): void {
    this.store.write(() => {
      const host = this.store.hosts.ensure({ sourceId: SOURCE, hostname });
      for (const row of this.store.alertLog.open())
        if (row.host === host)
          this.store.alertLog.put({ ...row, endedAt: at, resolvedBy: at, notedAt: at });
    });
  }

  async dispose(): Promise<void> {
    await this.service.stop();
    if (!this.store.closed) this.store.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  #open(): ChannelService {
    const { alerts, labels } = settingsSchema.parse(this.#settings);
    const reader = this.#reader;
    const service = new ChannelService({
      store: this.store,
      clock: this.clock,
      monotonic: () => this.clock.now(),
      logger: silentLogger,
      config: { alerts, labels, channels: this.#channels },
      isShown: () => true,
      words: (message) => channelWords(message, 'en'),
      keyring: true,
      timeoutMs: 300,
      sources: () => [
        {
          id: SOURCE,
          name: 'Fleet',
          connected: reader !== null,
          lastSyncedAt: this.clock.now() / 1000,
          hasRegistry: reader !== null,
          reader: reader ?? (() => Promise.reject(new Error('not connected'))),
        },
      ],
    });
    service.setSecrets(this.#secrets);
    return service;
  }
}
