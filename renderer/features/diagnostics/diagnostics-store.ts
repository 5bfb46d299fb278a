import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AppError } from '../../../contract/errors.ts';
import type { HostRef } from '../../../contract/host.ts';
import { fail, ok, type Result } from '../../../contract/result.ts';
import { request } from '../../app/bridge.ts';
import { createQuery } from '../../stores/query.ts';

/** The findings of `doctor`, and the capacity used for reading and writing the tables. */
export const useDiagnosticsStore = defineStore('diagnostics', () => {
  const doctor = createQuery('doctor');
  const capacity = createQuery('capacity');

  async function load(): Promise<void> {
    await Promise.all([doctor.load({}), capacity.load({ days: 30 })]);
  }

  return {
    report: doctor.data,
    error: doctor.error,
    loading: doctor.loading,
    capacity: capacity.data,
    capacityError: capacity.error,
    load,
  };
});

/** Hosts removed from the fleet; removing them and bringing them back. */
export const useRemovedHostsStore = defineStore('removed-hosts', () => {
  const removed = createQuery('removedHosts');
  const error = shallowRef<AppError | null>(null);

  async function change(name: 'removeHost' | 'restoreHost', hosts: readonly HostRef[]) {
    error.value = null;
    for (const { sourceId, hostname } of hosts) {
      const result = await request(name, { sourceId, hostname });
      if (!result.ok) {
        error.value = result.error;
        break;
      }
    }
    await removed.load({});
  }

  /** Brings back as many hosts as possible; shows the first failure. */
  async function restoreAll(hosts: readonly HostRef[]): Promise<Result<null>> {
    await change('restoreHost', hosts);
    return error.value === null ? ok(null) : fail(error.value);
  }

  return {
    hosts: removed.data,
    listError: removed.error,
    error,
    load: () => removed.load({}),
    remove: (hosts: readonly HostRef[]) => change('removeHost', hosts),
    restoreAll,
    restore: (host: HostRef) => change('restoreHost', [host]),
  };
});
