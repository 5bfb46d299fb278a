import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';
import type { AlertNotice, NoticeAbout, QueuedNotice } from '../../contract/alert-notices.ts';
import { alertSettingsSchema } from '../../contract/alerts.ts';
import type { HostRef } from '../../contract/host.ts';
import type { Sample } from '../../contract/sample.ts';
import { MINUTE_S, minuteOf } from '../../contract/time.ts';
import { Alerts } from '../../fleet/alerts/alerts.ts';
import type { AlertRow } from '../../fleet/store/alert-row.ts';
import { isHidden, type StoredHost } from '../../fleet/store/hosts.ts';
import type { FleetStore } from '../../fleet/store/store.ts';
import { openBlankStore } from './blank-store.ts';
import { TestClock, silentLogger } from './test-engine.ts';

type Settings = z.input<typeof alertSettingsSchema>;

/** CPU of hosts, percent; null: no sample. */
export type Reports = Record<string, number | null>;

const SOURCE = 'default';

/** Alerts on a store of their own, fed minute by minute, with a source that is read whenever the scene says so. */
export class AlertScene {
  readonly clock: TestClock;
  readonly directory: string;
  /** All notices so far that were shown. */
  readonly notices: AlertNotice[] = [];
  /** What the notices were about, with those that take back what was shown. */
  readonly abouts: NoticeAbout[] = [];
  /** Whether the shell shows what it is handed, and whether it comes to acknowledge it. */
  shows = true;
  acknowledges = true;
  /** Whether anyone is to be told at all, from the next start on. */
  listens = true;
  beforeShow: () => void = () => undefined;
  readonly labels: Record<string, string[]> = {};
  /** Whether the source can be read, connected at all, and whether hours are being fetched. */
  online = true;
  connected = true;
  backfilling = false;
  ownHost: HostRef | null = null;
  store: FleetStore;
  alerts: Alerts;
  #settings: Settings = {};
  #lastSyncedAt: number | null = null;
  readonly #shown = new Set<string>();

  /** In a temporary folder of its own, or in that of a scene before. */
  constructor(start: number, settings: Settings = {}, directory?: string) {
    this.directory = directory ?? mkdtempSync(join(tmpdir(), 'py-perf-alerts-'));
    this.clock = new TestClock(start);
    this.#settings = settings;
    this.store = this.#openStore();
    this.alerts = this.#openAlerts();
  }

  get now(): number {
    return this.clock.now() / 1000;
  }

  /** Starts, and lets the first look pass, which tells nothing. */
  begin(reports: Reports): void {
    this.alerts.start();
    this.pass(3, reports);
    this.notices.length = 0;
  }

  /** Minutes pass; in each of them hosts report, the source is read and the alerts are looked at. */
  pass(minutes: number, reports: Reports = {}): void {
    for (let count = 0; count < minutes; count += 1) {
      this.clock.advance(MINUTE_S);
      for (const [hostname, cpu] of Object.entries(reports))
        if (cpu !== null) this.report(hostname, this.now - MINUTE_S, [cpu]);
      this.sync();
    }
  }

  /** Stores samples of a host, one a minute from `from` (Unix seconds) on, all with the same other values. */
  report(
    hostname: string,
    from: number,
    cpu: readonly number[],
    others: Partial<Sample> = {},
  ): void {
    this.store.write(() => {
      const host = this.store.hosts.ensure({ sourceId: SOURCE, hostname });
      const records = cpu.flatMap((cpuPercent, index) => {
        const minute = minuteOf(from) + index * MINUTE_S;
        if (Number.isNaN(cpuPercent)) return [];
        const collectedAt = minute;
        const sample = { hostname, minute, collectedAt, cpuPercent, memoryPercent: 40, ...others };
        return [{ sample }];
      });
      const known = { from: minuteOf(from), to: minuteOf(from) + cpu.length * MINUTE_S };
      this.store.record({ host, layout: 'v2', records, known, now: this.now });
    });
  }

  /** What `work` stores is stored by another process on the same file. */
  asOtherProcess(work: (other: Pick<AlertScene, 'report'>) => void): void {
    const own = this.store;
    this.store = this.#openStore();
    work(this);
    this.store.close();
    this.store = own;
  }

  /** A host's newest sign of life, to the second, as the registry has it. */
  see(hostname: string, at: number): void {
    this.store.write(() => {
      const id = this.store.hosts.ensure({ sourceId: SOURCE, hostname });
      this.store.hosts.noteLegacyBatch(id, { uploadedAt: at, recordId: 0, endsAt: at }, at);
    });
  }

  /** The source is read, where it can be. */
  sync(): void {
    if (this.online && this.connected) this.#lastSyncedAt = this.now;
    this.alerts.evaluate();
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    this.alerts.configure(this.#config());
  }

  /** Stops and starts again on the same file; time passes between. */
  restart(seconds = 0): void {
    this.alerts.stop();
    this.crash(seconds);
  }

  /** As a process that was killed: nothing is written down at the end. */
  crash(seconds = 0): void {
    this.store.close();
    this.clock.advance(seconds);
    this.store = this.#openStore();
    this.alerts = this.#openAlerts();
    this.alerts.start();
  }

  /** What was told since the last call. */
  takeNotices(): AlertNotice[] {
    return this.notices.splice(0);
  }

  /** The kinds of the notices that are on their way. */
  queued(): AlertNotice['kind'][] {
    return this.store.notices.all().map(({ notice }) => (JSON.parse(notice) as AlertNotice).kind);
  }

  /** Stored alerts of all hosts, oldest first. */
  stored(): AlertRow[] {
    return this.store.alertLog.within(0, Infinity).sort((a, b) => a.startedAt - b.startedAt);
  }

  hosts(): StoredHost[] {
    return this.store.hosts.all().filter((host) => !isHidden(host));
  }

  /** Changes the store's file behind its back. */
  alter(sql: string, ...values: (string | number)[]): void {
    const db = new DatabaseSync(join(this.directory, 'fleet.db'));
    try {
      db.prepare(sql).run(...values);
    } finally {
      db.close();
    }
  }

  dispose(): void {
    this.alerts.stop();
    this.store.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  #config() {
    return { alerts: alertSettingsSchema.parse(this.#settings), labels: this.labels };
  }

  /** As the shell does: what it has shown is not shown again. */
  #show(handed: readonly QueuedNotice[]): void {
    this.beforeShow();
    if (!this.shows) return;
    const fresh = handed.filter(({ id }) => !this.#shown.has(id));
    for (const { id } of fresh) this.#shown.add(id);
    this.abouts.push(...fresh.map(({ about }) => about));
    const shown = fresh.map(({ notice }) => notice).filter(({ kind }) => kind !== 'cleared');
    this.notices.push(...shown);
    if (this.acknowledges) this.alerts.acknowledge(handed.map(({ id }) => id));
  }

  #openStore(): FleetStore {
    return openBlankStore(join(this.directory, 'fleet.db'));
  }

  #openAlerts(): Alerts {
    return new Alerts({
      store: this.store,
      clock: this.clock,
      logger: silentLogger,
      config: this.#config(),
      isShown: (host) => !isHidden(host),
      sources: () => [
        { id: SOURCE, name: SOURCE, connected: this.connected, lastSyncedAt: this.#lastSyncedAt },
      ],
      backfilling: () => this.backfilling,
      ownHost: () => this.ownHost,
      onNotices: this.listens
        ? (notices) => {
            this.#show(notices);
          }
        : null,
      onChanged: () => undefined,
    });
  }
}

/** A host of the scene's source. */
export function ref(hostname: string): HostRef {
  return { sourceId: SOURCE, hostname };
}
