import type { Sample, TopProcess } from '../../../contract/sample.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import type { Story } from './machines.ts';
import type { Role } from './roles.ts';

export interface Shape {
  hostname: string;
  role: Role;
  seed: number;
  jitter: number;
  /** Unix seconds at which the trouble is under way. */
  now: number;
  story: Story;
  legacy: boolean;
}

/** The hour (UTC) at which a working day is at its height. */
const PEAK_HOUR = 13;

/** Seconds that a build takes. */
const BUILD_LENGTH = 20 * MINUTE_S;

/** A machine's sample of a minute, without what is large or rare (`withDetails` adds it). */
export function shapedSample(shape: Shape, minute: number): Sample {
  const { hostname, role, seed, story, jitter, now } = shape;
  const noise = noiseAt(seed, minute);
  const day = 0.5 + 0.5 * Math.cos(((minute - PEAK_HOUR * HOUR_S) / DAY_S) * 2 * Math.PI);
  const slow = Math.sin((minute / HOUR_S + (seed % 97)) * 0.9);
  const own = ((seed >>> 9) % 100) / 100 - 0.5;
  const base = role.cpu.rest * (1 + own) + role.cpu.day * day * (0.75 + own / 2);
  const spell = Math.floor((minute + (seed % 20) * MINUTE_S) / BUILD_LENGTH);
  const burst = role.name === 'build' && noiseAt(seed, spell * MINUTE_S) > 0.72 ? 38 : 0;
  const hot = story === 'hot' && minute >= now - (20 + (seed % 120)) * MINUTE_S;
  const leak = story === 'leaking' ? growth(minute, now, 36 * HOUR_S) * (95 - role.memory) : 0;
  const cpuPercent = tenths(hot ? 93 + 4 * noise : base + burst + 4 * slow + 6 * noise);
  const memoryPercent = tenths(role.memory + own * 12 + 2 * slow + noise + leak);
  const totalMb = role.facts.memoryTotalMb ?? 16_384;
  return {
    hostname,
    minute,
    collectedAt: minute + jitter,
    cpuPercent,
    memoryPercent,
    memoryUsedMb: Math.round((totalMb * memoryPercent) / 100),
    memoryAvailableMb: Math.round((totalMb * (100 - memoryPercent)) / 100),
  };
}

/** Adds disks, load and network to a sample, as the collector of this project reports them. */
export function withDetails(shape: Shape, sample: Sample): Sample {
  const { role, seed, story, now } = shape;
  const { cpuPercent, minute } = sample;
  const noise = noiseAt(seed ^ 0x5bd1, minute);
  const own = ((seed >>> 5) % 100) / 100 - 0.5;
  const cores = role.facts.cpuCount ?? 4;
  const fill = story === 'filling' ? growth(minute, now, 3 * DAY_S) * (96 - role.disk) : 0;
  const load = (cpuPercent / 100) * cores * (0.9 + noise / 3);
  return {
    ...sample,
    diskPercent: tenths(role.disk + own * 10 + fill),
    loadAvg1m: load,
    loadAvg5m: load * 0.96,
    loadAvg15m: load * 0.91,
    diskReadBps: Math.round(cpuPercent * 9000 * (0.5 + noise)),
    diskWriteBps: Math.round(cpuPercent * 21_000 * (0.5 + noise)),
    netRxBps: Math.round(cpuPercent * 12_000 * (0.6 + noise)),
    netTxBps: Math.round(cpuPercent * 16_000 * (0.6 + noise)),
    swapPercent: tenths(own > 0 ? own * 8 : 0),
    cpuPressurePercent: tenths((cpuPercent / 100) ** 2 * 60 * (0.7 + noise)),
    memoryPressurePercent: tenths(noise > 0.9 ? noise * 3 : 0),
    ioPressurePercent: tenths(cpuPercent * 0.12 * (0.3 + noise)),
    processCount: 140 + Math.round(cpuPercent + 20 * noise),
  };
}

/** The processes that use most in a minute. */
export function topProcesses(
  { role, seed }: Shape,
  { cpuPercent, memoryPercent }: Sample,
): TopProcess[] {
  const shares = [0.55, 0.2, 0.1, 0.04];
  const names = [role.program, 'node', 'journald', 'sshd'];
  return shares.map((share, index) => ({
    name: names[index] ?? 'sh',
    pid: 400 + ((seed >>> index) % 9000),
    cpuPercent: tenths(cpuPercent * share),
    memoryPercent: tenths(memoryPercent * share * 0.7),
  }));
}

/** From 0 to 1 over the `length` seconds before `now`, and 1 from then on. */
function growth(minute: number, now: number, length: number): number {
  return Math.min(1, Math.max(0, 1 - (now - minute) / length));
}

/** From 0 to 1, the same for the same machine and minute. */
function noiseAt(seed: number, minute: number): number {
  let value = Math.imul(seed ^ (minute / MINUTE_S), 0x9e37_79b1);
  value = Math.imul(value ^ (value >>> 15), 0x85eb_ca6b);
  return ((value ^ (value >>> 13)) >>> 0) / 4_294_967_296;
}

function tenths(percent: number): number {
  return Math.round(Math.min(100, Math.max(0, percent)) * 10) / 10;
}
