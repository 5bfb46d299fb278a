import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsSchema } from '../../../contract/settings.ts';
import { DAY_S, MINUTE_S, hourOf } from '../../../contract/time.ts';
import { dynamoEnvironment } from '../dynamodb-local.ts';
import { cleanEnvironment } from '../environment.ts';
import { startFaultProxy, type FaultProxy } from '../fault-proxy.ts';
import { createTables, localClients, testSource, uniqueTables } from '../fleet-tables.ts';
import { ComingAndGoing } from './coming-and-going.ts';
import { diskUse, type DiskUse } from './disk-use.ts';
import type { ProcessGauge } from './gauges.ts';
import type { FromSoaked, Step, StepReport, ToSoaked } from './messages.ts';
import { troubleOf } from './trouble.ts';

/** Seconds between polls, as in an open window. */
export const POLL = 120;

/** The length of a run, and the service's settings. */
export interface SoakOptions {
  endpoint: string;
  polls: number;
  /** Polls between measurements. */
  measureEvery: number;
  /** Polls between troubles. */
  troubleEvery: number;
  retention: { minuteDays: number; rollupMonths: number };
}

/** The state of everything after so many polls. */
export interface SoakPoint extends ProcessGauge, DiskUse {
  poll: number;
  sleepers: number;
  /** Open connections to DynamoDB. */
  connections: number;
  hosts: number;
}

/** What a run measured and found. */
export interface SoakResult {
  points: SoakPoint[];
  /** Polls after which the source was shown as failing. */
  failingPolls: number;
  /** Whether the last poll left the source without an error. */
  endedWell: boolean;
  /** Expected hosts, and actual ones. */
  hosts: { expected: number; found: number };
  /** Minutes of the last hours of a host that always reported, and how many of them are in the store. */
  minutes: { expected: number; found: number };
  /** Samples of its own collector that wait at the end. */
  pending: number;
  exitCode: number | null;
}

/** Runs the service through so many polls on a simulated clock, with a source that fails now and then. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { endpoint, polls, measureEvery, troubleEvery } = options;
  const proxy = await startFaultProxy(endpoint);
  const clients = localClients(endpoint);
  const tables = uniqueTables();
  await createTables(clients, tables, ['system', 'registry']);
  const dataDir = mkdtempSync(join(tmpdir(), 'soak-'));
  const start = hourOf(1_795_500_000);
  const fleet = new ComingAndGoing(clients, tables, start);
  writeSettings(dataDir, proxy, tables, options);
  const service = new Soaked(dataDir, start, proxy.endpoint);
  try {
    await service.ready();
    const points: SoakPoint[] = [];
    let failingPolls = 0;
    let last: StepReport | null = null;
    for (let poll = 0; poll < polls; poll += 1) {
      const to = start + (poll + 1) * POLL;
      await fleet.report(to - POLL, to);
      proxy.reset();
      proxy.fault = troubleOf(poll, troubleEvery);
      const measure = (poll + 1) % measureEvery === 0;
      last = await service.step({ to, look: poll % 4 === 0, measure, act: actOf(poll) });
      if (last.sourceError !== null) failingPolls += 1;
      if (last.gauge === null) continue;
      const { sleepers, hosts, gauge } = last;
      const connections = proxy.connections();
      points.push({ poll: poll + 1, sleepers, hosts, connections, ...gauge, ...diskUse(dataDir) });
    }
    const end = start + polls * POLL;
    const from = Math.max(start, end - DAY_S);
    // The next poll requests the newest minutes.
    const until = end - 2 * POLL;
    const found = await service.minutes(fleet.steadyHost, from, until);
    return {
      points,
      failingPolls,
      endedWell: last?.sourceError === null,
      hosts: { expected: fleet.known(end) + 1, found: last?.hosts ?? 0 },
      minutes: { expected: (until - from) / MINUTE_S, found },
      pending: last?.pending ?? -1,
      exitCode: await service.close(),
    };
  } finally {
    service.kill();
    clients.destroy();
    await proxy.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Occasional actions of a user, never during a trouble, which comes shortly before a multiple of 40. */
function actOf(poll: number): Step['act'] {
  switch (poll % 40) {
    case 3:
      return 'collect';
    case 12:
      return 'doctor';
    case 20:
      return 'remove';
    case 22:
      return 'restore';
    case 30:
      return 'change-source';
    case 18:
      return 'stop-collecting';
    default:
      return 'nothing';
  }
}

function writeSettings(
  dataDir: string,
  proxy: FaultProxy,
  tables: ReturnType<typeof uniqueTables>,
  { retention }: SoakOptions,
): void {
  const settings = settingsSchema.parse({
    sources: [testSource(proxy.endpoint, tables, { region: 'us-east-1' })],
    collector: { hostname: 'soaked-collector' },
    sync: { intervalSeconds: POLL },
    retention,
  });
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
}

/** The driver's connection to the service's process. */
class Soaked {
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  #output = '';

  constructor(dataDir: string, start: number, endpoint: string) {
    this.#child = fork(join(import.meta.dirname, 'soaked-service.ts'), [dataDir, String(start)], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...cleanEnvironment(), ...dynamoEnvironment(endpoint) },
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#output = (this.#output + chunk.toString()).slice(-4000);
    });
    this.#exited = once(this.#child, 'exit').then(([code]) => code as number | null);
  }

  async ready(): Promise<void> {
    await this.#next('ready');
  }

  async step(step: Step): Promise<StepReport> {
    this.#send({ kind: 'step', step });
    return (await this.#next('report')).report;
  }

  async minutes(hostname: string, from: number, to: number): Promise<number> {
    this.#send({ kind: 'minutes', hostname, from, to });
    return (await this.#next('minutes')).count;
  }

  async close(): Promise<number | null> {
    this.#send({ kind: 'close' });
    return this.#exited;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #send(message: ToSoaked): void {
    this.#child.send(message);
  }

  async #next<K extends FromSoaked['kind']>(kind: K): Promise<Extract<FromSoaked, { kind: K }>> {
    const ended = this.#exited.then((code) => {
      throw new Error(`the soaked service ended with ${String(code)}: ${this.#output}`);
    });
    const [message] = (await Promise.race([once(this.#child, 'message'), ended])) as [FromSoaked];
    if (message.kind === kind) return message as Extract<FromSoaked, { kind: K }>;
    throw new Error(message.kind === 'failed' ? message.message : `unexpected ${message.kind}`);
  }
}

/** Figures of a run, one line per measurement. */
export function table(points: readonly SoakPoint[]): string {
  const mib = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  const lines = points.map((point) =>
    [
      point.poll,
      ((point.poll * POLL) / DAY_S).toFixed(2),
      mib(point.heap),
      mib(point.rss),
      point.resources,
      point.listeners,
      point.sleepers,
      point.connections,
      point.hosts,
      mib(point.store),
      mib(point.wal),
      point.blocks,
      Math.round(point.logs / 1024),
    ].join('\t'),
  );
  const head =
    'polls\tdays\theap\trss\thandles\tlisten\ttimers\tsockets\thosts\tstore\twal\tblocks\tlogs KiB';
  return [head, ...lines].join('\n');
}
