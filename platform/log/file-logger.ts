import { join } from 'node:path';
import { stderrLogger, writeStderr, type Logger } from './log.ts';
import { redacted } from './redact.ts';
import { rotatingLog } from './rotating-log.ts';

/** The folder of log files in a data directory. */
export function logFolder(dataDir: string): string {
  return join(dataDir, 'logs');
}

/** Logs to standard error and to `logs/NAME.log` of the data directory, rotated by size, secrets made unreadable. */
export function fileLogger(
  dataDir: string,
  name: 'app' | 'service' | 'collector' | 'watch',
  toStderr: (line: string) => void = writeStderr,
): Logger {
  const toFile = rotatingLog({
    path: join(logFolder(dataDir), `${name}.log`),
    onProblem: (error) => {
      toStderr(`the log cannot be written: ${error.message}\n`);
    },
  });
  return stderrLogger('info', (line) => {
    const safe = redacted(line);
    toStderr(safe);
    toFile(safe);
  });
}
