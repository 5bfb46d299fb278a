import type { Unsubscribe } from '../../contract/events.ts';
import { listen } from '../app/bridge.ts';

/** Calls `go` with a path of this app (`/settings`) whenever a menu or the tray opens a page. */
export function listenToNavigation(go: (path: string) => void): Unsubscribe {
  return listen('navigate', ({ path }) => {
    go(path);
  });
}
