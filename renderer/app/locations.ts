import type { RouteLocationRaw } from 'vue-router';
import type { HostRef } from '../../contract/host.ts';

/** Where a host's page is. The router encodes the name, whatever is in it. */
export function hostLocation({ sourceId, hostname }: HostRef): RouteLocationRaw {
  return { name: 'host', params: { sourceId, hostname } };
}
