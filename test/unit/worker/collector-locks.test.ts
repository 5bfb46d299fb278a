import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ProcessLock } from '../../../platform/locks/process-lock.ts';
import { CollectorLocks } from '../../../worker/collector-locks.ts';
import { silentLogger } from '../../support/test-engine.ts';

it.skipIf(process.platform === 'win32')(
  'the lock of a removed data directory is taken again, unless another was faster',
  async () => {
    const parent = mkdtempSync(join(tmpdir(), 'locks-'));
    const dataDir = join(parent, 'data');
    const path = join(dataDir, 'collector.lock');
    const other = { pid: 7, since: 1, program: 'other' };
    const makeAnew = (): void => {
      rmSync(dataDir, { recursive: true, force: true });
      mkdirSync(dataDir);
    };
    makeAnew();
    const holder = { pid: process.pid, since: 1, program: 'this', mode: 'foreground', dataDir };
    const result = await CollectorLocks.acquire(holder, silentLogger);
    if (!('locks' in result)) throw new Error(result.refusal.message);
    const { locks } = result;
    try {
      makeAnew();
      expect(locks.follow()).toBeNull();
      expect(ProcessLock.acquire(path, other)).toMatchObject({ holder: { program: 'this' } });

      makeAnew();
      const faster = ProcessLock.acquire(path, other);
      if (!('lock' in faster)) throw new Error('the lock is held');
      expect(locks.follow()).toMatchObject({ code: 'already-running' });
      faster.lock.release();
      expect(locks.follow()).toBeNull();
    } finally {
      await locks.release();
      rmSync(parent, { recursive: true });
    }
  },
);
