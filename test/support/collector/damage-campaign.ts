import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openOutbox } from '../../../collector/outbox/open-outbox.ts';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { parseStoredSample } from '../../../collector/outbox/stored-sample.ts';
import { AppFailure } from '../../../contract/errors.ts';
import type { Sample } from '../../../contract/sample.ts';
import type { Clock } from '../../../platform/clock.ts';
import { systemClock } from '../../../platform/clock.ts';
import { damageFile } from '../damage-file.ts';
import { randomFrom } from '../randomness.ts';
import { silentLogger } from '../test-engine.ts';

const START = 1_795_469_640;
const WAITING = 40;
/** Samples of one upload. */
const BATCH = 25;

const clock: Clock = { ...systemClock, now: () => (START + WAITING * 60) * 1000 };

/** What a campaign counted. */
export interface DamageResult {
  /** Variants in which the file was set aside, and those in which single rows were. */
  files: number;
  rows: number;
  /** Samples that were read unchanged, over all variants. */
  intact: number;
  /** Failures, with their variant. */
  failures: string[];
}

/**
 * Flips bits in a file of waiting samples, cuts it, or overwrites part of it. Then acts like a collector: opens it,
 * takes everything out, and puts a new sample in. Whatever the damage, that must end, and the new sample must come out
 * again.
 */
export function runDamageCampaign(variants: number, seed: number): DamageResult {
  const directory = mkdtempSync(join(tmpdir(), 'damage-'));
  const result: DamageResult = { files: 0, rows: 0, intact: 0, failures: [] };
  try {
    const original = join(directory, 'original.db');
    writeOriginal(original);
    const random = randomFrom(seed);
    for (let variant = 0; variant < variants; variant += 1) {
      const folder = join(directory, String(variant));
      mkdirSync(folder);
      const path = join(folder, 'outbox.db');
      copyFileSync(original, path);
      const what = damageFile(path, random);
      try {
        useAsCollector(path, result);
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        result.failures.push(`seed ${String(seed)}, variant ${String(variant)} (${what}): ${text}`);
      }
      rmSync(folder, { recursive: true });
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  return result;
}

function writeOriginal(path: string): void {
  const outbox = new Outbox(path, clock);
  outbox.restore(Array.from({ length: WAITING }, (_, index) => sampleOf(index)));
  outbox.note({ hostname: 'web-01', lastUploadAt: START, lastError: null });
  outbox.begin({ uploadedAt: START + 0.5, samples: outbox.newest(3) });
  outbox.close();
}

function sampleOf(index: number): Sample {
  const minute = START + index * 60;
  return {
    hostname: 'web-01',
    minute,
    collectedAt: minute + 5.25,
    cpuPercent: 10 + index / 10,
    memoryPercent: 20,
    loadAvg1m: 0.5,
    topProcesses: [{ name: 'postgres', pid: 4711, cpuPercent: 3.5, memoryPercent: 12 }],
    collector: 'py-perf-desktop/0.1.0',
  };
}

function useAsCollector(path: string, result: DamageResult): void {
  const opened = openSound(path, result);
  if (opened === null) return;
  const { outbox } = opened;
  try {
    outbox.notes();
    outbox.underWay();
    const taken = drain(outbox);
    if (outbox.rejectedCount() > 0) result.rows += 1;
    for (const sample of taken) {
      if (parseStoredSample(JSON.stringify(sample)) === null)
        throw new Error(`no sample came out: ${JSON.stringify(sample)}`);
      const before = sampleOf((sample.minute - START) / 60);
      if (isDeepStrictEqual(before, sample)) result.intact += 1;
    }
    const fresh = sampleOf(WAITING);
    outbox.append(fresh);
    const [newest] = drain(outbox);
    if (newest?.minute !== fresh.minute) throw new Error('the new sample did not come out');
  } finally {
    outbox.close();
  }
}

/** Null if the file claims a newer release: then it is left alone, with a clear error. */
function openSound(path: string, result: DamageResult): { outbox: Outbox } | null {
  try {
    const opened = openOutbox(path, clock, silentLogger);
    if (opened.notice !== null) result.files += 1;
    return opened;
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'newer-data') return null;
    throw error;
  }
}

function drain(outbox: Outbox): Sample[] {
  const taken: Sample[] = [];
  for (let round = 0; round <= WAITING; round += 1) {
    const batch = outbox.newest(BATCH);
    if (batch.length === 0) return taken;
    outbox.acknowledge(batch);
    taken.push(...batch);
  }
  throw new Error('it gives out more than it holds');
}
