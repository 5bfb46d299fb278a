import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAUSES, isPaused } from '../../../../main/notifications/quiet.ts';
import { ShellMemory } from '../../../../main/system/shell-state.ts';
import { silentLogger } from '../../../support/test-engine.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shell-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a pause of the notifications', () => {
  it('a pause of the notifications until tomorrow ends at the next midnight of this machine', () => {
    const now = new Date(2026, 10, 24, 22, 30).getTime() / 1000;
    const tomorrow = PAUSES.find(({ id }) => id === 'pause-tomorrow')?.until(now) ?? 0;
    expect(new Date(tomorrow * 1000)).toEqual(new Date(2026, 10, 25));
  });

  it('lasts until its end, whatever the clock at its beginning', () => {
    const now = 1_800_000_000;
    const pause = { quietFrom: now, quietUntil: now + 3600 };
    expect(isPaused(pause, now)).toBe(true);
    // Time servers put a clock right by moments.
    expect(isPaused(pause, now - 5)).toBe(true);
    expect(isPaused(pause, now + 3600)).toBe(false);
    expect(isPaused(pause, now - 3 * 365 * 86_400)).toBe(false);
    expect(isPaused(pause, now - 7200)).toBe(false);
  });

  it('a pause of the notifications is dropped once the clock is set back', () => {
    const data = mkdtempSync(join(folder, 'pause-'));
    const memory = new ShellMemory(data, silentLogger);
    const now = 1_800_000_000;
    memory.remember({ quietFrom: now, quietUntil: now + 3600 });
    expect(memory.pauseAt(now + 60).quietUntil).toBe(now + 3600);
    memory.pauseAt(now - 86_400);
    expect(new ShellMemory(data, silentLogger).state.quietUntil).toBe(0);
  });
});
