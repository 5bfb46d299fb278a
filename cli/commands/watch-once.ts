import { safeJson, safeText } from '../../contract/safe-text.ts';
import { appFailure } from '../../contract/errors.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import type { LocalService } from '../../worker/local.ts';
import { formatColumns } from '../columns.ts';
import { EXIT, printError } from '../exit.ts';
import { ask, warnAboutDisk, warnAboutSources } from '../session.ts';
import { age } from './status.ts';
import { print, say, tell } from '../print.ts';

/**
 * Reads all sources once and sends what is due. Reports failures on stderr and by the exit code; returns whether there
 * were none. Throws `AppFailure` if there is nothing to read.
 */
export async function watchOnce(service: LocalService): Promise<boolean> {
  await service.engine.lookOnce();
  const { channels: configured } = await ask(service, 'getSettings', {});
  const { channels, dispatchers } = await ask(service, 'channelsState', {});
  const overview = await ask(service, 'fleetOverview', {});
  const connected = overview.sources.filter(({ status }) => status !== 'unconfigured');
  if (connected.length === 0)
    throw appFailure(
      'not-configured',
      'There is nothing to read: no source is connected.',
      'Set AWS_PROFILE, give --profile or --endpoint, or add "sources" to settings.json.',
    );
  warnAboutDisk(overview);
  warnAboutSources(overview);
  for (const { id, error } of channels) {
    if (error === null) continue;
    const name = configured.find((channel) => channel.id === id)?.name ?? id;
    fail(`${name}: not sent; a later run tries again.`, error);
  }
  for (const { sourceId, role, leader, error } of dispatchers) {
    const source = overview.sources.find(({ id }) => id === sourceId);
    const name = source?.name ?? sourceId;
    // Unreadable sources were reported above.
    if (source?.status === 'failing') continue;
    if (error !== null) fail(`${name}: its alerts are not sent.`, error);
    else if (role === 'follows' && leader !== null)
      tell(`${name}: ${safeText(leader, 100)} sends its alerts.\n`);
  }
  const waiting = channels.reduce((sum, channel) => sum + channel.waiting, 0);
  const words = waiting === 1 ? 'message' : 'messages';
  say(`Checked once; ${String(waiting)} ${words} waiting.\n`);
  return (process.exitCode ?? EXIT.done) === EXIT.done;
}

function fail(about: string, { message, hint }: { message: string; hint: string }): void {
  tell(`${about}\n`);
  printError({ code: 'unavailable', message, hint });
  process.exitCode = EXIT.failed;
}

/**
 * Prints who sends alerts, when sources were read, and the state of the channels. An unreadable registry is a failure.
 */
export async function printWatchStatus(service: LocalService, json: boolean): Promise<void> {
  const { channels: configured } = await ask(service, 'getSettings', {});
  const overview = await ask(service, 'fleetOverview', {});
  const report = await service.engine.channels?.report();
  const failures = new Map(
    report?.leases.flatMap(({ sourceId, error }) => (error === null ? [] : [[sourceId, error]])),
  );
  const sources = overview.sources.map(({ id, name, status, lastSyncedAt, error }) => ({
    id,
    name,
    status,
    lastSyncedAt,
    error: error ?? failures.get(id) ?? null,
    holder: report?.leases.find(({ sourceId }) => sourceId === id)?.holder ?? null,
  }));
  const channels = configured.map(({ id, name, enabled }) => {
    const state = report?.channels.find((channel) => channel.id === id);
    const { waiting = 0, lastSentAt = null, error = null } = state ?? {};
    return { id, name, enabled, waiting, lastSentAt, error };
  });
  warnAboutDisk(overview);
  warnAboutSources(overview, failures);
  const now = nowSeconds(systemClock);
  if (json) print(`${safeJson({ sources, channels }, 2)}\n`);
  else say(`${sourceTable(sources, now)}\n\n${channelTable(channels, now)}\n`);
}

interface SourceRow {
  name: string;
  lastSyncedAt: number | null;
  holder: { owner: string; until: number } | null;
}

function sourceTable(sources: readonly SourceRow[], now: number): string {
  const heads = ['SOURCE', 'READ', 'SENT BY'].map((head) => ({ head, align: 'left' as const }));
  return formatColumns(
    heads,
    sources.map(({ name, lastSyncedAt, holder }) => [
      name,
      age(lastSyncedAt, now),
      holderText(holder, now),
    ]),
  );
}

function holderText(holder: SourceRow['holder'], now: number): string {
  if (holder === null) return 'nobody';
  return holder.until >= now
    ? holder.owner
    : `${holder.owner}, not seen since ${age(holder.until, now)}`;
}

interface ChannelRow {
  name: string;
  waiting: number;
  lastSentAt: number | null;
  error: { message: string } | null;
}

function channelTable(channels: readonly ChannelRow[], now: number): string {
  const left = 'left' as const;
  return formatColumns(
    [
      { head: 'CHANNEL', align: left },
      { head: 'WAITING', align: 'right' },
      { head: 'LAST SENT', align: left },
      { head: 'LAST ERROR', align: left },
    ],
    channels.map(({ name, waiting, lastSentAt, error }) => [
      name,
      String(waiting),
      age(lastSentAt, now),
      error?.message ?? '–',
    ]),
  );
}
