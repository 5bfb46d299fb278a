import { randomUUID } from 'node:crypto';
import type { Annotation } from '../contract/annotations.ts';
import type { ParsedInput } from '../contract/requests.ts';
import { safeLines } from '../contract/safe-text.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';
import { noteChanges, type NoteChange } from './sharing/note-file.ts';
import { recentNotes } from './sharing/note-sharing.ts';
import type { SharedScope } from './sharing/scopes.ts';
import type { SharedFile } from './sharing/shared-file.ts';
import type { FleetStore } from './store/store.ts';

/** Where annotations lie, and who writes them here. */
export interface AnnotationsOptions {
  readonly store: FleetStore;
  readonly clock: Clock;
  /** `user@machine`; null: not known. */
  readonly author: string | null;
  readonly isShown: (sourceId: string) => boolean;
  readonly onChanged: () => void;
}

/** Notes of the user on hosts and on the fleet. Its methods throw `AppFailure`. */
export class Annotations {
  readonly #options: AnnotationsOptions;

  constructor(options: AnnotationsOptions) {
    this.#options = options;
  }

  /** Those that touch the range, of hosts that are shown, the oldest first. */
  list({ from, to, host }: ParsedInput<'annotations'>): Annotation[] {
    const { store, isShown } = this.#options;
    return store
      .read(() => store.annotations.between(from, to, host ?? null))
      .filter((found) => found.host === null || isShown(found.host.sourceId));
  }

  /** Stores a new one, or takes the place of one; whoever wrote it first stays its author. */
  save({ id, ...input }: ParsedInput<'saveAnnotation'>): Annotation {
    const { store, clock, author, onChanged } = this.#options;
    const saved = store.write(() => {
      const before = id === undefined ? null : store.annotations.get(id);
      const annotation: Annotation = {
        ...input,
        text: safeLines(input.text),
        id: id ?? randomUUID(),
        author: before === null ? author : before.author,
        updatedAt: Math.floor(nowSeconds(clock)),
      };
      store.annotations.put(annotation);
      return annotation;
    });
    onChanged();
    return saved;
  }

  /** Those that a source shares, the oldest first. */
  shared(scope: SharedScope): Annotation[] {
    const { store, clock } = this.#options;
    return store.read(() => recentNotes(store, scope, nowSeconds(clock)));
  }

  /**
   * What the annotations of a file change; the others stay as they are. Throws where one is wrong, or belongs to another
   * source here.
   */
  fromFile(file: SharedFile, scope: SharedScope): NoteChange[] {
    const { store, clock, author } = this.#options;
    const here = (id: string): Annotation | null => store.read(() => store.annotations.get(id));
    return noteChanges(file, { scope, here, author, now: Math.floor(nowSeconds(clock)) });
  }

  /** Stores what a file changes, all or nothing. */
  takeOver(changes: readonly NoteChange[]): void {
    const { store, onChanged } = this.#options;
    if (changes.length === 0) return;
    store.write(() => {
      for (const { after } of changes) store.annotations.put(after);
    });
    onChanged();
  }

  /** One that is not there is no error. */
  remove(id: string): void {
    const { store, onChanged } = this.#options;
    store.write(() => {
      store.annotations.remove(id);
    });
    onChanged();
  }
}
