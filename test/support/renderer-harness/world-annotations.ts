import type { Annotation } from '../../../contract/annotations.ts';
import { hostKey } from '../../../contract/host.ts';
import { ok } from '../../../contract/result.ts';
import type { World } from './world.ts';

/** Notes that the page can write, edit and delete. `some`: two exist already. */
export function annotationAnswers(now: number, some: boolean): World {
  const stored = new Map<string, Annotation>();
  const put = (annotation: Omit<Annotation, 'author' | 'updatedAt'>): Annotation => {
    const author = stored.get(annotation.id)?.author ?? 'ana@workstation';
    const made = { ...annotation, author, updatedAt: now };
    stored.set(made.id, made);
    return made;
  };
  if (some) {
    const host = { sourceId: 'default', hostname: 'web-01.fra.example.net' };
    put({
      id: crypto.randomUUID(),
      host: null,
      at: now - 7200,
      endedAt: now - 5400,
      text: 'Release 2026.11.3 rolled out, first Frankfurt',
    });
    put({
      id: crypto.randomUUID(),
      host,
      at: now - 3600,
      endedAt: null,
      text: 'Cache cleared by hand\nTicket OPS-1432',
    });
  }
  return {
    annotations: ({ from, to, host }) =>
      ok(
        [...stored.values()]
          .filter(({ at, endedAt }) => at <= to && (endedAt ?? at) >= from)
          .filter(
            (found) =>
              found.host === null || host === undefined || hostKey(found.host) === hostKey(host),
          )
          .toSorted((a, b) => a.at - b.at),
      ),
    saveAnnotation: ({ id = crypto.randomUUID(), ...input }) => ok(put({ id, ...input })),
    removeAnnotation: ({ id }) => {
      stored.delete(id);
      return ok(null);
    },
  };
}
