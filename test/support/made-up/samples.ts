import type { Sample, TopProcess } from '../../../contract/sample.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import { hourOfDay } from './clock.ts';
import { backupAt, sinceDeployment, usualCpu, type Worker } from './load.ts';
import { chance, driftAt, jitterAt } from './noise.ts';
import type { Story } from './stories.ts';

/** What determines a machine's samples. */
export interface Shape extends Worker {
  hostname: string;
  jitter: number;
  /** The time of the trouble in the fleet's own time, seconds. */
  now: number;
  story: Story;
  legacy: boolean;
}

/** Seconds in which memory, and a disk, run full. */
const LEAK_LENGTH = 38 * HOUR_S;
const FILL_LENGTH = 3.4 * DAY_S;
/** Seconds between starts of a program that cannot run. */
const CRASH_LOOP = 5 * MINUTE_S;

/**
 * A machine's sample of a minute (Unix seconds), without large or rare values (`withDetails` adds them). `time`: that
 * minute in the fleet's own time.
 */
export function shapedSample(shape: Shape, minute: number, time: number): Sample {
  const cpuPercent = tenths(cpuAt(shape, time));
  const memoryPercent = tenths(memoryAt(shape, time));
  const totalMb = shape.role.facts.memoryTotalMb ?? 16_384;
  return {
    hostname: shape.hostname,
    minute,
    collectedAt: minute + shape.jitter,
    cpuPercent,
    memoryPercent,
    memoryUsedMb: Math.round((totalMb * memoryPercent) / 100),
    memoryAvailableMb: Math.round((totalMb * (100 - memoryPercent)) / 100),
  };
}

function cpuAt(shape: Shape, time: number): number {
  const { story, seed, now } = shape;
  const usual = usualCpu(shape, time);
  if (story === 'hot' && time >= now - (20 + (seed % 120)) * MINUTE_S)
    return 95.5 + 1.4 * driftAt(seed, time, 4 * MINUTE_S) + 0.4 * jitterAt(seed, time);
  if (isCrashing(shape, time)) {
    // It starts, fails, and waits for the next start.
    const into = time % CRASH_LOOP;
    return into < MINUTE_S ? 78 + 3 * jitterAt(seed, time) : into < 2 * MINUTE_S ? 31 : 3.2;
  }
  return usual;
}

function isCrashing({ story, seed, now }: Shape, time: number): boolean {
  return story === 'crashing' && time >= now - (50 + (seed % 70)) * MINUTE_S;
}

function memoryAt(shape: Shape, time: number): number {
  const { role, seed, story, now } = shape;
  const own = (chance(seed, 2) - 0.5) * 8;
  const base = role.memory + own + 0.6 * driftAt(seed ^ 9, time, 40 * MINUTE_S);
  if (story === 'leaking') return base + (96.5 - role.memory - own) * leaked(now - time);
  if (isCrashing(shape, time)) return base - 14 + Math.min(11, (time % CRASH_LOOP) / 12);
  // A program's memory grows from one restart to the next.
  const grown = role.deployed
    ? 9 * (1 - Math.exp(-sinceDeployment(shape, time) / (9 * HOUR_S)))
    : 0;
  const busy = role.rhythm === 'traffic' ? 0.02 : 0.16;
  return base + grown + busy * usualCpu(shape, time);
}

/**
 * How much memory has leaked, 0 to 1: all of it now; earlier leaks ended with their process. `age`: seconds before now.
 */
function leaked(age: number): number {
  return age <= 0 ? 1 : 1 - (age % LEAK_LENGTH) / LEAK_LENGTH;
}

/** Adds disks, load, network and temperature to a sample, as this project's collector reports them. */
export function withDetails(shape: Shape, sample: Sample, time: number): Sample {
  const { role, seed } = shape;
  const { cpuPercent, memoryPercent } = sample;
  const cores = role.facts.cpuCount ?? 4;
  const wobble = (salt: number) => Math.exp(0.28 * jitterAt(seed ^ salt, time));
  const loadOver = (minutes: number) => {
    // Averages lag behind: they use an earlier load.
    const before = cpuAt(shape, time - minutes * MINUTE_S);
    return ((cpuPercent + before * (minutes - 1)) / minutes / 100) * cores * 1.04;
  };
  const backup = backupAt(shape, time) === null ? 0 : 1;
  const checkpoint =
    role.backup !== undefined && Math.floor(time / MINUTE_S) % 5 === seed % 5 ? 3 : 1;
  const { read, write, received, sent } = role.rates;
  return {
    ...sample,
    cpuCoreMax: tenths(
      cpuPercent + (100 - cpuPercent) * (0.25 + 0.3 * chance(seed, time / MINUTE_S)),
    ),
    diskPercent: tenths(diskAt(shape, time)),
    loadAvg1m: loadOver(1),
    loadAvg5m: loadOver(5),
    loadAvg15m: loadOver(15),
    diskReadBps: Math.round(cpuPercent * read * wobble(21) + backup * 165e6 * wobble(22)),
    diskWriteBps: Math.round(cpuPercent * write * wobble(23) * checkpoint),
    netRxBps: Math.round(cpuPercent * received * wobble(24)),
    netTxBps: Math.round(cpuPercent * sent * wobble(25) + backup * 88e6 * wobble(26)),
    swapPercent: tenths(Math.max(0, (memoryPercent - 84) * 2.2)),
    ...(role.facts.platform === 'Linux' ? pressure(sample, wobble(27), backup) : {}),
    processCount: processesOf(shape, cpuPercent, time),
    ...(role.name === 'files' ? disksOf(shape, time) : {}),
    ...(role.rhythm === 'person' && role.name === 'mac'
      ? laptopParts(shape, cpuPercent, time)
      : {}),
  };
}

/** Disk health of a file server: solid-state disks wear, and one is about to fail. */
function disksOf({ story, seed, now }: Shape, time: number): Partial<Sample> {
  const isFailing = story === 'failing' && time >= now - (5 + (seed % 20)) * HOUR_S;
  return { failingDisks: isFailing ? 1 : 0, diskWearPercent: 18 + (seed % 40) };
}

/** Pressure: for CPU once most processors are busy, for memory once it is nearly full, for disks during a backup. */
function pressure(
  { cpuPercent, memoryPercent }: Sample,
  wobble: number,
  backup: number,
): Partial<Sample> {
  return {
    cpuPressurePercent: tenths((cpuPercent / 100) ** 4 * 70 * wobble),
    memoryPressurePercent: tenths(Math.max(0, memoryPercent - 90) * 1.6 * wobble),
    ioPressurePercent: tenths((0.02 * cpuPercent + backup * 18) * wobble),
  };
}

function processesOf(shape: Shape, cpuPercent: number, time: number): number {
  const { role, seed } = shape;
  const jobs = role.rhythm === 'jobs' ? cpuPercent * 0.8 : cpuPercent * 0.15;
  const failing = isCrashing(shape, time) && time % CRASH_LOOP >= 2 * MINUTE_S ? -24 : 0;
  return (
    Math.round(150 + (seed % 70) + jobs + 3 * driftAt(seed ^ 31, time, 5 * MINUTE_S)) + failing
  );
}

function diskAt(shape: Shape, time: number): number {
  const { role, seed, story, now } = shape;
  const own = (chance(seed, 4) - 0.5) * 10;
  const day = (time % DAY_S) / DAY_S;
  const slow = ((time - now) / DAY_S) * 0.12;
  // The day's logs go at midnight, and a backup needs space until it is sent.
  const logs = role.deployed ? 2.4 * day : 0.4 * day;
  const copy = (backupAt(shape, time) ?? 0) * 5;
  const usual = role.disk + own + slow + logs + copy;
  if (story !== 'filling') return usual;
  const part = Math.min(1, Math.max(0, 1 - (now - time) / FILL_LENGTH));
  return usual + (97.2 - role.disk - own) * part ** 1.15 - (logs + copy) * part;
}

function laptopParts(shape: Shape, cpuPercent: number, time: number): Partial<Sample> {
  const { seed, story } = shape;
  const heat = 37 + cpuPercent * 0.42 + driftAt(seed ^ 41, time, 12 * MINUTE_S);
  if (story !== 'sleeping') return { cpuTempC: tenths(heat) };
  // Plugged in from ten to noon, on battery before and after.
  const hour = hourOfDay(time);
  const charge =
    hour < 10
      ? 96 - 11 * Math.max(0, hour - 8)
      : hour < 12
        ? 74 + 13 * (hour - 10)
        : 100 - 12.5 * (hour - 12);
  return { cpuTempC: tenths(heat), batteryPercent: tenths(Math.max(11, charge)) };
}

/** The busiest processes of a minute, busiest first. */
export function topProcesses(
  shape: Shape,
  { cpuPercent, memoryPercent }: Sample,
  time: number,
): TopProcess[] {
  const { role, seed } = shape;
  const start = Math.floor((time - Math.min(sinceDeployment(shape, time), time)) / MINUTE_S);
  const run = isCrashing(shape, time) ? Math.floor(time / CRASH_LOOP) : start;
  return role.programs.map((name, index) => {
    const part = 0.58 * 0.42 ** index * (0.9 + 0.2 * chance(seed ^ index, time / MINUTE_S));
    return {
      name,
      pid: 400 + Math.floor(chance(seed + index, index === 0 || role.deployed ? run : 0) * 30_000),
      cpuPercent: tenths(cpuPercent * part),
      memoryPercent: tenths(memoryPercent * 0.5 * 0.5 ** index),
    };
  });
}

function tenths(percent: number): number {
  return Math.round(Math.min(100, Math.max(0, percent)) * 10) / 10;
}
