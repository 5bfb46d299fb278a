import type { App } from 'electron';
import type { Logger } from '../platform/log.ts';

interface Faults {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (cause: unknown) => void): void;
}

/**
 * Logs what nobody caught, and tells the user once a run. The app goes on: store and collector run in a thread of their
 * own, which is restarted by itself, and ending would end the collecting.
 */
export function watchForFaults(process: Faults, logger: Logger, tell: () => void): void {
  let told = false;
  const report = (kind: string) => (cause: unknown) => {
    logger.error(kind, {
      detail: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    });
    if (told) return;
    told = true;
    tell();
  };
  process.on('uncaughtException', report('an exception that nobody caught'));
  process.on('unhandledRejection', report('a rejection that nobody handled'));
}

/** Page crashes after which a window is left as it is: something is wrong that loading again cannot mend. */
const MAX_RELOADS = 3;

/** Logs processes of Chromium that end by themselves, and loads a page again whose process did. */
export function watchProcesses(app: App, logger: Logger): void {
  let reloads = 0;
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    logger.error('the process of a page ended', { reason, exitCode });
    if (reason === 'clean-exit' || reloads >= MAX_RELOADS || contents.isDestroyed()) return;
    reloads += 1;
    contents.reload();
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') logger.warn('a process ended', { type, reason, exitCode });
  });
}
