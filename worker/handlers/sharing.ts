import { isDeepStrictEqual } from 'node:util';
import type { SharingHandlers } from '../../contract/requests.ts';
import type { FleetEngine } from '../../fleet/engine.ts';
import { noteChangeShown } from '../../fleet/sharing/note-file.ts';
import {
  changesBetween,
  parseFile,
  sharedFileText,
  withSharedFile,
} from '../../fleet/sharing/shared-file.ts';
import { scopeOf } from '../../fleet/sharing/sharing.ts';
import { appFailure } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import type { SourceSharing } from '../../contract/sharing.ts';
import type { LiveSettings } from '../live-settings.ts';

/** Requests about what a team shares. */
export function sharingHandlers(
  { sharing, answers: { annotations } }: Pick<FleetEngine, 'sharing' | 'answers'>,
  live: Pick<LiveSettings, 'load' | 'apply'>,
): SharingHandlers {
  const state = (): SourceSharing[] => sharing?.state() ?? [];
  return {
    sharingState: () => state(),
    syncSharing: async () => {
      await sharing?.sync(true);
      return state();
    },
    setSharing: async ({ sourceId, shared }) => {
      const { sources } = live.load();
      requireSource(sources, sourceId);
      await live.apply({
        sources: sources.map((source) => {
          if (source.id !== sourceId) return source;
          const { shared: _before, ...rest } = source;
          return shared ? { ...rest, shared } : rest;
        }),
      });
      sharing?.forgetOthers();
      await sharing?.sync(true);
      return state();
    },
    resolveShared: async ({ sourceId, field, key }) => {
      await sharing?.resolve(sourceId, field, key);
      return state();
    },
    sharedFile: ({ sourceId }) => {
      const settings = live.load();
      requireSource(settings.sources, sourceId);
      const scope = scopeOf(settings, sourceId);
      return sharedFileText(settings, scope, annotations.shared(scope));
    },
    importShared: async ({ sourceId, text, dryRun }) => {
      const settings = live.load();
      requireSource(settings.sources, sourceId);
      const scope = scopeOf(settings, sourceId);
      const taken = withSharedFile(settings, text, scope);
      const notes = annotations.fromFile(parseFile(text), scope);
      const { labels, alerts, channels } = settings;
      if (!dryRun) {
        if (!isDeepStrictEqual(taken, { labels, alerts, channels })) await live.apply(taken);
        annotations.takeOver(notes);
      }
      return [...changesBetween(settings, taken, scope), ...notes.map(noteChangeShown)];
    },
  };
}

function requireSource(sources: Settings['sources'], sourceId: string): void {
  if (sources.some(({ id }) => id === sourceId)) return;
  throw appFailure(
    'not-found',
    `There is no source "${sourceId}".`,
    `These are configured: ${sources.map(({ id }) => id).join(', ')}.`,
  );
}
