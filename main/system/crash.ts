import type { App } from 'electron';
import { RateLimiter } from '../../platform/rate-limiter.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { describeFault, type Logger } from '../../platform/log/log.ts';

interface Faults {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (cause: unknown) => void): void;
}

/**
 * Logs uncaught errors and informs the user once per run. The app keeps running: store and collector run in their own
 * thread, which restarts by itself, and an exit would stop collecting.
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

/** How often a page is reloaded within so many milliseconds. If it crashes more often, reloading does not help. */
const MAX_RELOADS = 3;
const RELOAD_SPAN_MS = 60 * 60 * 1000;

/** Logs Chromium processes that end unexpectedly, and reloads a page whose process did. */
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
