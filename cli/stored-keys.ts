import type { Settings } from '../contract/settings.ts';
import { outsideApp } from '../worker/source-keys.ts';

/**
 * Refuses a collector outside the app that would upload to a source with keys stored by the app, which it cannot read.
 * Throws `AppFailure` (`no-credentials`).
 */
export function refuseStoredKeys({ sources, collector }: Settings): void {
  const source = sources.find(({ id }) => id === collector.sourceId);
  if (source?.credentials === 'stored') throw outsideApp(source.name);
}
