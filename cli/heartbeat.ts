import { AppFailure } from '../contract/errors.ts';
import type { FleetOverview } from '../contract/fleet.ts';
import { MINUTE_S } from '../contract/time.ts';
import type { Logger } from '../platform/log/log.ts';
import { sendRequest } from '../platform/net/send-request.ts';

/** Where a watcher reports that it is well. */
export interface Heartbeat {
  url: string;
  /** Whether the URL may be in a private network. */
  allowPrivate: boolean;
}

/** Milliseconds for one call. */
const TIMEOUT_MS = 10_000;
/** Sync intervals that a source may go unread. */
const INTERVALS = 3;

/**
 * Whether a watcher does its work at `now` (Unix seconds): at least one source is connected, and every connected one was
 * read within its last three intervals.
 */
export function isWell(
  { sources, sync }: Pick<FleetOverview, 'sources' | 'sync'>,
  now: number,
): boolean {
  const connected = sources.filter(({ status }) => status !== 'unconfigured');
  const oldest = now - INTERVALS * sync.intervalSeconds - MINUTE_S;
  return (
    connected.length > 0 &&
    connected.every(
      ({ status, lastSyncedAt }) => status === 'fresh' && (lastSyncedAt ?? 0) >= oldest,
    )
  );
}

/** Calls the URL once. A failure goes to the log: whoever is called notices by itself that the call is missing. */
export async function beat(
  { url, allowPrivate }: Heartbeat,
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  try {
    const limits = { allowPrivate, timeoutMs: TIMEOUT_MS, signal };
    const { status } = await sendRequest({ url, method: 'GET', headers: {}, body: '' }, limits);
    if (status >= 300) logger.warn('the heartbeat was refused', { status });
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    if (!signal.aborted) logger.warn('the heartbeat failed', { reason: error.error.message });
  }
}
