import type { Sample, TopProcess } from '../../contract/sample.ts';
import { DAY_S, MINUTE_S } from '../../contract/time.ts';

/** What a host is for: decides how busy it is, when, and by which processes. */
interface Role {
  /** Mean of the processor's load, and how far the time of day moves it, in percent. */
  cpu: number;
  rhythm: number;
  /** Standard deviation from one minute to the next, in percent. */
  noise: number;
  memory: number;
  cores: number;
  /** Bytes a second at a load of one percent. */
  disk: number;
  network: number;
  programs: readonly string[];
}

const SYSTEM = ['systemd', 'kworker/u16:2', 'sshd', 'journald', 'py-perf', 'cron', 'dockerd'];

const ROLES: readonly Role[] = [
  {
    cpu: 35,
    rhythm: 20,
    noise: 4,
    memory: 61,
    cores: 8,
    disk: 9_000,
    network: 40_000,
    programs: ['nginx', 'node', 'node', 'node', 'redis-server', ...SYSTEM],
  },
  {
    cpu: 48,
    rhythm: 15,
    noise: 6,
    memory: 83,
    cores: 16,
    disk: 400_000,
    network: 60_000,
    programs: ['postgres', 'postgres', 'postgres', 'pgbouncer', 'walwriter', ...SYSTEM],
  },
  {
    cpu: 55,
    rhythm: 5,
    noise: 18,
    memory: 44,
    cores: 4,
    disk: 120_000,
    network: 5_000,
    programs: ['python3', 'python3', 'celery', 'gcc', 'cc1plus', 'ld', ...SYSTEM],
  },
  {
    cpu: 1.2,
    rhythm: 0,
    noise: 0.3,
    memory: 18,
    cores: 2,
    disk: 800,
    network: 900,
    programs: [...SYSTEM, 'snapd', 'rsyslogd'],
  },
];

/** Random numbers in [0, 1) from a seed: xorshift. */
function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * A host whose metrics are like those of a real one: a rhythm of the day, noise from minute to minute, memory that creeps, a
 * disk that fills, averages that follow, idle hosts, and processes that come, go and start anew. Four roles take turns.
 */
export class RealisticHost {
  readonly hostname: string;
  readonly #random: () => number;
  readonly #role: Role;
  readonly #processes: { name: string; pid: number; share: number; memory: number }[];
  #drift = 0;
  #memory: number;
  #swap: number;
  #disk: number;
  #load: [number, number, number];
  #count: number;
  #heat: number;
  #pid = 1000;

  constructor(index: number) {
    this.hostname = `real-${String(index).padStart(4, '0')}`;
    this.#random = randomFrom(index + 1);
    const role = ROLES[index % ROLES.length];
    if (role === undefined) throw new Error('there are roles');
    this.#role = role;
    this.#memory = role.memory + this.#noise(4);
    this.#swap = index % 3 === 0 ? 0 : 6;
    this.#disk = 20 + this.#random() * 60;
    this.#load = [0, 0, 0];
    this.#count = 150 + Math.floor(this.#random() * 200);
    this.#heat = 41;
    this.#processes = role.programs.map((name, rank) => ({
      name,
      pid: this.#nextPid(),
      share: (this.#random() * 0.5 + 0.2) / (rank + 1),
      memory: (this.#random() * 20) / (rank + 1),
    }));
  }

  /** The sample of a minute (Unix seconds); minutes are asked for in order. */
  sampleAt(minute: number): Sample {
    const { cpu, rhythm, noise, cores, disk, network } = this.#role;
    const random = this.#random;
    this.#drift = this.#drift * 0.9 + this.#noise(noise / 2);
    const day = Math.sin(((minute % DAY_S) / DAY_S - 0.35) * 2 * Math.PI) * rhythm;
    const burst = random() < 0.01 ? random() * 30 : 0;
    const busy = clamp(cpu + day + this.#drift + this.#noise(noise / 2) + burst);
    this.#memory = clamp(
      this.#memory + (this.#role.memory - this.#memory) * 0.01 + this.#noise(0.15),
    );
    if (random() < 0.02) this.#swap = Math.max(0, this.#swap + this.#noise(0.2));
    this.#disk = this.#disk > 92 ? 40 : this.#disk + 0.0015 * random();
    const running = (busy / 100) * cores * (0.8 + random() * 0.4);
    this.#load = [1, 5, 15].map((minutes, at) => {
      const old = this.#load[at] ?? 0;
      return old + (running - old) * (1 - Math.exp(-1 / minutes));
    }) as [number, number, number];
    this.#count += random() < 0.5 ? 0 : Math.round(this.#noise(1.5));
    this.#heat = this.#heat * 0.7 + (38 + busy * 0.4) * 0.3;
    return {
      hostname: this.hostname,
      minute,
      collectedAt: minute + 7.25,
      cpuPercent: tenth(busy),
      cpuCoreMax: tenth(clamp(busy * (1.1 + random() * 0.5))),
      memoryPercent: tenth(this.#memory),
      memoryAvailableMb: 8000,
      memoryUsedMb: 8000,
      swapPercent: tenth(clamp(this.#swap)),
      diskPercent: tenth(this.#disk),
      loadAvg1m: hundredth(this.#load[0]),
      loadAvg5m: hundredth(this.#load[1]),
      loadAvg15m: hundredth(this.#load[2]),
      diskReadBps: random() < 0.4 ? 0 : this.#rate(busy * disk * 0.3),
      diskWriteBps: this.#rate(busy * disk),
      netRxBps: this.#rate(busy * network + 300),
      netTxBps: this.#rate(busy * network * 0.6 + 200),
      cpuTempC: Math.round(this.#heat + this.#noise(0.3)),
      batteryPercent: 100,
      processCount: this.#count,
      topProcesses: this.#top(busy),
    };
  }

  /** The five that used most, as the collector sorts them. */
  #top(busy: number): TopProcess[] {
    for (const process of this.#processes) {
      process.share = Math.max(0, process.share * (1 + this.#noise(0.05)));
      if (process.share > 1) process.share = 0.4;
      process.memory = clamp(process.memory + this.#noise(0.03));
      // Workers are replaced now and then, and jobs come and go.
      if (this.#random() < 0.002) process.pid = this.#nextPid();
    }
    return this.#processes
      .map(({ name, pid, share, memory }) => ({
        name,
        pid,
        cpuPercent: tenth(busy * share * (0.8 + this.#random() * 0.4)),
        memoryPercent: tenth(memory),
      }))
      .sort((a, b) => b.cpuPercent + b.memoryPercent - a.cpuPercent - a.memoryPercent)
      .slice(0, 5);
  }

  #rate(mean: number): number {
    return Math.round(mean * Math.exp(this.#noise(0.35)));
  }

  #nextPid(): number {
    this.#pid += 1 + Math.floor(this.#random() * 3000);
    return this.#pid;
  }

  /** About normal, with this standard deviation. */
  #noise(deviation: number): number {
    const sum = this.#random() + this.#random() + this.#random() + this.#random();
    return (sum - 2) * Math.sqrt(3) * deviation;
  }
}

/** Hosts of all roles by turns. */
export function realisticHosts(count: number): RealisticHost[] {
  return Array.from({ length: count }, (_, index) => new RealisticHost(index));
}

/** The samples of the minutes in `[from, to)`, Unix seconds. */
export function samplesOf(host: RealisticHost, from: number, to: number): Sample[] {
  return Array.from({ length: (to - from) / MINUTE_S }, (_, at) =>
    host.sampleAt(from + at * MINUTE_S),
  );
}

function clamp(value: number): number {
  return Math.min(100, Math.max(0, value));
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
