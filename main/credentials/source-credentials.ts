import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { Service } from '../../worker/service.ts';
import type { Credentials } from './credentials.ts';

/** Milliseconds that the service waits for keys before it starts without them: a locked keyring asks its user first. */
const UNLOCK_GRACE_MS = 2000;

/**
 * Hands the stored keys to the service, and from then on deletes those of removed sources. Resolves when the keys are
 * handed over, or after a grace period in which a keyring usually answers. Until then, sources with stored keys show
 * that they are waiting.
 */
export async function provideKeys(
  service: Pick<Service, 'request' | 'on'>,
  credentials: Pick<Credentials, 'load' | 'sourcesChanged'>,
  clock: Pick<Clock, 'sleep'>,
  logger: Logger,
): Promise<void> {
  const report = (error: unknown): void => {
    logger.error('the stored access keys could not be handled', { detail: String(error) });
  };
  const settings = await service.request('getSettings', {});
  if (!settings.ok) {
    report(settings.error.message);
    return;
  }
  let { sources } = settings.value;
  service.on('settingsChanged', (changed) => {
    const before = sources;
    sources = changed.sources;
    credentials.sourcesChanged(before, sources).catch(report);
  });
  const grace = new AbortController();
  const loaded = credentials
    .load(sources)
    .catch(report)
    .finally(() => {
      grace.abort();
    });
  await Promise.race([loaded, clock.sleep(UNLOCK_GRACE_MS, grace.signal).catch(() => undefined)]);
}
