import { AppFailure, appFailure } from '../../contract/errors.ts';
import { pythonIsoUtc } from '../../contract/time.ts';
import { nowSeconds } from '../../platform/clock.ts';
import { isConditionFailure } from '../remote/dynamo-source.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { SourceRuntime } from './source-runtime.ts';

/**
 * Removes a host from the fleet, or brings it back: a soft delete in the registry, as the ecosystem does it. A host
 * that the registry does not have is removed on this machine only. Throws `AppFailure`.
 */
export async function setHostActive(
  runtime: SourceRuntime,
  host: StoredHost,
  active: boolean,
): Promise<void> {
  const { store, clock } = runtime;
  const now = nowSeconds(clock);
  if (runtime.connected && runtime.isReadable('registry'))
    await updateRegistry(runtime, host.hostname, active, now);
  store.write(() => {
    store.hosts.setActive(host.id, active, active ? null : now);
  });
}

async function updateRegistry(
  runtime: SourceRuntime,
  hostname: string,
  active: boolean,
  now: number,
): Promise<void> {
  const reader = await runtime.reader();
  try {
    await reader.update('registry', {
      Key: { hostname },
      // Without the condition, a row would come to be that has no last_seen.
      ConditionExpression: 'attribute_exists(hostname)',
      ...(active
        ? {
            UpdateExpression: 'SET active = :active REMOVE removed_at',
            ExpressionAttributeValues: { ':active': true },
          }
        : {
            UpdateExpression: 'SET active = :active, removed_at = :at',
            ExpressionAttributeValues: { ':active': false, ':at': pythonIsoUtc(now) },
          }),
    });
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    if (error.error.code === 'table-missing' || isConditionFailure(error)) return;
    if (error.error.code !== 'access-denied') throw error;
    throw appFailure(
      'access-denied',
      'DynamoDB refused the change of the registry (AccessDenied).',
      'Removing hosts needs dynamodb:UpdateItem on the registry: see docs/aws.md.',
      error,
    );
  } finally {
    runtime.save();
  }
}
