import { expect, it } from 'vitest';
import { isHidden } from '../../../../fleet/store/host-summary.ts';
import { openBlankStore } from '../../../support/blank-store.ts';

it('a removal dated in the future, by a wrong clock, hides no living host', () => {
  const now = 1_795_500_000;
  const store = openBlankStore();
  const visible = (removedAt: number): boolean => {
    const hostname = String(removedAt);
    const id = store.hosts.ensure({ sourceId: 'default', hostname });
    const removed = { active: false, removedAt: new Date(removedAt * 1000).toISOString() };
    store.hosts.applyRegistry(
      id,
      {
        hostname,
        lastSeen: now - 30,
        firstSeen: null,
        cpuPercent: null,
        memoryPercent: null,
        ...removed,
      },
      now,
    );
    const host = store.hosts.byId(id);
    return host !== null && !isHidden(host);
  };
  expect([visible(now + 86_400 * 400), visible(now + 60), visible(now - 60)]).toEqual([
    true,
    false,
    true,
  ]);
  store.close();
});
