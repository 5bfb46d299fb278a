import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fileLogger } from '../../../../platform/log/file-logger.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'file-logger-'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dataDir, { recursive: true });
});

it('also logs to a file, without debug details', () => {
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

it('continues in the file if standard error is closed, which is no error', async () => {
  const url = (path: string): string =>
    JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../..', path)).href);
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { watchForFaults } from ${url('main/system/crash.ts')};
       import { fileLogger } from ${url('platform/log/file-logger.ts')};
       const logger = fileLogger(${JSON.stringify(dataDir)}, 'app');
       watchForFaults(process, logger, () => logger.error('the user was told'));
       process.stdin.once('data', () => {
         logger.info('one');
         setTimeout(() => { logger.info('two'); setTimeout(() => process.exit(0), 50); }, 50);
       });
       process.stdout.write('ready');`,
    ],
    { stdio: 'pipe' },
  );
  await once(child.stdout, 'data');
  child.stderr.destroy();
  await once(child.stderr, 'close');
  const exited = once(child, 'exit');
  child.stdin.write('go');
  expect(await exited).toEqual([0, null]);
  expect(readdirSync(join(dataDir, 'logs'))).toEqual(['app.log']);
  const lines = readFileSync(join(dataDir, 'logs/app.log'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
    'one',
    'two',
  ]);
});
