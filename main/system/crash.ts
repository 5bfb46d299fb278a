import type { App } from 'electron';
import { RateLimiter } from '../../platform/rate-limiter.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { describeFault, type Logger } from '../../platform/log/log.ts';

interface Faults {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (cause: unknown) => void): void;
}

/**
 * Logs what nobody caught and informs the user once a run. The app keeps running: store and collector run in a thread
 * of their own, which is restarted by itself, and ending would end the collecting.
 */
export function watchForFaults(process: Faults, logger: Logger, tell: () => void): void {
  let told = false;
  const report = (kind: string) => (cause: unknown) => {
    logger.error(kind, { detail: describeFault(cause) });
    if (told) return;
    told = true;
    tell();
  };
  process.on('uncaughtException', report('an exception that nobody caught'));
  process.on('unhandledRejection', report('a rejection that nobody handled'));
}

/**
 * Times that a page is loaded again within so many milliseconds: crashing more often, it has something that loading
 * cannot mend.
 */
const MAX_RELOADS = 3;
const RELOAD_SPAN_MS = 60 * 60 * 1000;

/** Logs processes of Chromium that end by themselves, and loads a page again whose process did. */
export function watchProcesses(
  app: Pick<App, 'on'>,
  logger: Logger,
  clock: Pick<Clock, 'now'> = systemClock,
): void {
  const reloads = new RateLimiter(MAX_RELOADS, RELOAD_SPAN_MS, clock);
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    logger.error('the process of a page ended', { reason, exitCode });
    if (reason === 'clean-exit' || contents.isDestroyed()) return;
    if (reloads.take()) contents.reload();
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') logger.warn('a process ended', { type, reason, exitCode });
  });
}
