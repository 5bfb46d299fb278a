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
import type { StoredHost } from '../../fleet/store/host-row.ts';
import { isHidden } from '../../fleet/store/host-summary.ts';
import type { FleetStore } from '../../fleet/store/store.ts';
import { openBlankStore } from './blank-store.ts';
import { TestClock, silentLogger } from './test-engine.ts';

type Settings = z.input<typeof alertSettingsSchema>;

/** CPU of hosts, percent; null: no sample. */
export type Reports = Record<string, number | null>;

const SOURCE = 'default';

/** Alerts on a temporary store, fed minute by minute, with a source that is read whenever the scene says so. */
export class AlertScene {
  readonly clock: TestClock;
  readonly directory: string;
  /** All notices shown so far. */
  readonly notices: AlertNotice[] = [];
  /** The subjects of the notices, including those that withdraw one. */
  readonly abouts: NoticeAbout[] = [];
  /** Whether the shell shows the notices that it receives, and whether it acknowledges them. */
  shows = true;
  acknowledges = true;
  /** Whether a shell is listening at all, from the next start on. */
  listens = true;
  beforeShow: () => void = () => undefined;
  readonly labels: Record<string, string[]> = {};
  /** Whether the source can be read, is connected, and is fetching hours. */
  online = true;
  connected = true;
  backfilling = false;
  ownHost: HostRef | null = null;
  store: FleetStore;
  alerts: Alerts;
  #settings: Settings = {};
  #lastSyncedAt: number | null = null;
  readonly #shown = new Set<string>();

  /** In a new temporary folder, or in that of an earlier scene. */
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

  /** Starts, and completes the first evaluation, which notifies of nothing. */
  begin(reports: Reports): void {
    this.alerts.start();
    this.pass(3, reports);
    this.notices.length = 0;
  }

  /** Lets minutes pass; in each, hosts report, the source is read and alerts are evaluated. */
  pass(minutes: number, reports: Reports = {}): void {
    for (let count = 0; count < minutes; count += 1) {
      this.clock.advance(MINUTE_S);
      for (const [hostname, cpu] of Object.entries(reports))
        if (cpu !== null) this.report(hostname, this.now - MINUTE_S, [cpu]);
      this.sync();
    }
  }

  /** Stores samples of a host, one a minute from `from` (Unix seconds) on, with constant other values. */
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

  /** Runs `work` as another process on the same file would. */
  asOtherProcess(work: (other: Pick<AlertScene, 'report'>) => void): void {
    const own = this.store;
    this.store = this.#openStore();
    work(this);
    this.store.close();
    this.store = own;
  }

  /** Sets a host's last sign of life, to the second, as the registry has it. */
  see(hostname: string, at: number): void {
    this.store.write(() => {
      const id = this.store.hosts.ensure({ sourceId: SOURCE, hostname });
      this.store.hosts.noteLegacyBatch(id, { uploadedAt: at, recordId: 0, endsAt: at }, at);
    });
  }

  /** Reads the source, if it can be read. */
  sync(): void {
    if (this.online && this.connected) this.#lastSyncedAt = this.now;
    this.alerts.evaluate();
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    this.alerts.configure(this.#config());
  }

  /** Stops and restarts on the same file, after a time. */
  restart(seconds = 0): void {
    this.alerts.stop();
    this.crash(seconds);
  }

  /** Ends like a killed process: nothing is written at the end. */
  crash(seconds = 0): void {
    this.store.close();
    this.clock.advance(seconds);
    this.store = this.#openStore();
    this.alerts = this.#openAlerts();
    this.alerts.start();
  }

  /** The notices since the last call. */
  takeNotices(): AlertNotice[] {
    return this.notices.splice(0);
  }

  /** The kinds of the notices in flight. */
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

  /** As the shell: what it has shown is not shown again. */
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
