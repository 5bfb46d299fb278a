import { useI18n } from 'vue-i18n';
import type { HostRef } from '../../../contract/host.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useFleetStore } from '../../stores/fleet.ts';
import { useToastsStore } from '../../stores/toasts.ts';
import { useRemovedHostsStore } from '../diagnostics/diagnostics-store.ts';

/** The most host names in a message. */
const NAMED = 3;

/**
 * Removes hosts from the fleet and offers Undo. Resolves with whether all were removed; if not, the store of removed
 * hosts has the reason.
 */
export function useHostRemoval(): (hosts: readonly HostRef[]) => Promise<boolean> {
  const { t } = useI18n();
  const { number } = useFormat();
  const fleet = useFleetStore();
  const removed = useRemovedHostsStore();
  const toasts = useToastsStore();

  /** Some by name, the rest as a number. */
  function namesOf(hosts: readonly HostRef[]): string {
    const named = hosts.slice(0, NAMED).map(({ hostname }) => hostname);
    const rest = hosts.length - NAMED;
    return [...named, ...(rest > 0 ? [t('attention.more', { n: number(rest) })] : [])].join(', ');
  }

  return async (hosts) => {
    await removed.remove(hosts);
    const error = removed.error;
    await fleet.refresh();
    if (error !== null) return false;
    toasts.offerUndo(t('toast.removed', { what: namesOf(hosts) }), async () => {
      const result = await removed.restoreAll(hosts);
      await fleet.refresh();
      return result;
    });
    return true;
  };
}
