import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Outbox } from '../../../collector/outbox.ts';
import type { Sample } from '../../../contract/sample.ts';
import { DAY } from '../../../contract/time.ts';
import { systemClock } from '../../../platform/clock.ts';

const START = 1_795_469_640;

let directory: string;
let outbox: Outbox;
let now: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'outbox-'));
  now = START;
  outbox = open();
});

afterEach(() => {
  outbox.close();
  rmSync(directory, { recursive: true });
});

function open(): Outbox {
  return new Outbox(join(directory, 'outbox.db'), { ...systemClock, now: () => now * 1000 });
}

function sample(minutes: number, cpuPercent = 10): Sample {
  const minute = START + minutes * 60;
  return { hostname: 'a', minute, collectedAt: minute + 5.25, cpuPercent, memoryPercent: 20 };
}

describe('the outbox', () => {
  it('gives the newest first and keeps what is not acknowledged', () => {
    for (const minutes of [0, 1, 2]) outbox.append(sample(minutes));
    expect(outbox.newest(2)).toEqual([sample(2), sample(1)]);
    outbox.acknowledge([sample(2)]);
    expect(outbox.newest(10)).toEqual([sample(1), sample(0)]);
    expect(outbox.count()).toBe(2);
  });

  it('is there again after the process has gone', () => {
    outbox.append(sample(0));
    outbox.close();
    outbox = open();
    expect(outbox.newest(10)).toEqual([sample(0)]);
  });

  it('keeps a minute that was replaced while its first value was uploaded', () => {
    outbox.append(sample(0, 10));
    const uploading = outbox.newest(1);
    outbox.append(sample(0, 90));
    outbox.acknowledge(uploading);
    expect(outbox.newest(1)).toEqual([sample(0, 90)]);
  });

  it('drops what DynamoDB would have dropped by now', () => {
    outbox.append(sample(0));
    outbox.append(sample(60));
    now = START + 30 * DAY + 60;
    expect(outbox.newest(10)).toEqual([sample(60)]);
  });

  it('is bounded where nothing is ever uploaded, too', () => {
    outbox.append(sample(0));
    now = START + 31 * DAY;
    outbox.append(sample(31 * 24 * 60));
    expect(outbox.count()).toBe(1);
  });
});
