import { useRouter } from 'vue-router';
import type { HostRef } from '../../contract/host.ts';
import { hostLocation } from './locations.ts';

/** The address of a host's page, as the router would write it, in a hundredth of the router's time. */
export function useHostHref(): (host: HostRef) => string {
  const { href: example } = useRouter().resolve(hostLocation({ sourceId: 's', hostname: 'h' }));
  const base = example.slice(0, -'s/h'.length);
  return ({ sourceId, hostname }) =>
    `${base}${encodeURIComponent(sourceId)}/${encodeURIComponent(hostname)}`;
}
