import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Collector } from '../../../collector/collector.ts';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { appFailure } from '../../../contract/errors.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { systemClock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log/log.ts';

let directory: string;
let warnings: string[];

const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  error: () => undefined,
  warn: (message, fields) => warnings.push(`${message} ${String(fields?.['hint'])}`),
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'notes-'));
  warnings = [];
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function collector(hostname: string, onSample: () => void = () => undefined): Collector {
  return new Collector({
    outboxPath: join(directory, 'outbox.db'),
    clock: systemClock,
    logger,
    hostname,
    tables: DEFAULT_TABLE_NAMES,
    createTables: false,
    connect: null,
    onSample,
    onChange: () => undefined,
    version: '0.0.0',
  });
}

/** Runs a collector until its first sample. */
async function runOnce(hostname: string): Promise<void> {
  let sampled = (): void => undefined;
  const first = new Promise<void>((resolve) => {
    sampled = resolve;
  });
  const running = collector(hostname, () => {
    sampled();
  });
  running.start();
  await first;
  await running.close();
}

it('leaves a note of the last sample for other processes', async () => {
  const one = collector('web-01');
  const sample = await one.sampleOnce();
  const other = new Outbox(join(directory, 'outbox.db'), systemClock);
  expect(other.notes().lastSample).toEqual(sample);
  other.close();
  await one.close();
});

it('notices that the hostname changed, and says how to keep the old one', async () => {
  await runOnce('Mac.home.local');
  expect(warnings).toEqual([]);
  await runOnce('Mac.local');
  expect(warnings).toEqual([expect.stringContaining('--hostname Mac.home.local')]);
});

it('starts with a damaged outbox, and reports what was recovered', async () => {
  writeFileSync(join(directory, 'outbox.db'), 'long enough to be taken for one'.repeat(200));
  const one = collector('web-01');
  await one.sampleOnce();
  expect(one.state()).toMatchObject({ pending: 1, error: { code: 'outbox-damaged' } });
  expect(one.state().error?.message).toContain('outbox.damaged-');
  await one.close();
});

it('reports its state even if the outbox cannot be read', async () => {
  const one = collector('web-01');
  await one.sampleOnce();
  expect(one.state().pending).toBe(1);
  const count = vi.spyOn(Outbox.prototype, 'count').mockImplementation(() => {
    throw appFailure('outbox-damaged', 'damaged', '');
  });
  expect(one.state().pending).toBe(1);
  count.mockRestore();
  await one.close();
});
