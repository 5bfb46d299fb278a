import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Logger } from '../../../platform/log/log.ts';
import { LocalService } from '../../../worker/local.ts';
import { TestClock } from '../../support/test-engine.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'local-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

it('a request during or after closing gets an error, without a fault', async () => {
  const logged: string[] = [];
  const log = (message: string): void => {
    logged.push(message);
  };
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const clock = new TestClock(1_700_000_000);
  const service = new LocalService({ dataDir, version: '0.1.0', clock, logger });
  expect(await service.request('fleetOverview', {})).toMatchObject({ ok: true });
  await service.close();
  expect(await service.request('fleetOverview', {})).toMatchObject({
    ok: false,
    error: { code: 'unavailable', message: 'The app is closing.' },
  });
  expect(logged.at(-1)).toBe('closed in order');
});
