import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fileLogger } from '../../../platform/file-logger.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'file-logger-'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dataDir, { recursive: true });
});

it('keeps what it logs, without the details meant for debugging, in a file as well', () => {
  const toStderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const logger = fileLogger(dataDir, 'collector');
  logger.debug('detail');
  logger.warn('upload failed', { code: 'network' });
  const lines = readFileSync(join(dataDir, 'logs/collector.log'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 'warn', message: 'upload failed', code: 'network' },
  ]);
  expect(toStderr).toHaveBeenCalledOnce();
});
