import type { DoctorReport } from '../../contract/doctor.ts';
import type { HostRef } from '../../contract/host.ts';
import { partitionKey } from '../../contract/tables.ts';
import { HOUR_S } from '../../contract/time.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import type { SourceRuntime } from '../sync/source-runtime.ts';

/** How this project's collector names itself in its items. */
const OWN_COLLECTOR = 'py-perf-desktop/';

/**
 * Minutes of the last two hours that another program, such as the Python daemon, has written over those of this
 * machine's collector: they stand among its own, and lack what it alone adds. Null where there are none, or the source
 * cannot be asked.
 */
export async function overwrittenMinutes(
  runtimes: readonly SourceRuntime[],
  here: HostRef,
  now: number,
): Promise<DoctorReport['overwritten']> {
  const runtime = runtimes.find(({ config }) => config.id === here.sourceId);
  if (runtime?.connected !== true) return null;
  try {
    const reader = await runtime.reader();
    const hours = [now - HOUR_S, now].map((time) => writers(reader, here.hostname, time));
    const minutes = foreignAmongOwn((await Promise.all(hours)).flat());
    return minutes === 0 ? null : { ...here, minutes };
  } catch {
    // What is wrong with the source is a finding of its own.
    return null;
  }
}

/** Who wrote each minute of the hour that holds `time`, in order; undefined where the item does not say. */
async function writers(
  reader: DynamoSource,
  hostname: string,
  time: number,
): Promise<(string | undefined)[]> {
  const { items } = await reader.query('system', {
    KeyConditionExpression: 'hostname_hour = :key',
    ExpressionAttributeValues: { ':key': partitionKey(hostname, time) },
    ExpressionAttributeNames: { '#collector': 'collector' },
    ProjectionExpression: '#collector',
  });
  return items.map(({ collector }) => (typeof collector === 'string' ? collector : undefined));
}

/** Those between the first and the last of its own: what came before it was started, or since it ended, is in order. */
export function foreignAmongOwn(writtenBy: readonly (string | undefined)[]): number {
  const isOwn = writtenBy.map((writer) => writer?.startsWith(OWN_COLLECTOR) === true);
  const between = isOwn.slice(isOwn.indexOf(true), isOwn.lastIndexOf(true) + 1);
  return isOwn.includes(true) ? between.filter((own) => !own).length : 0;
}
