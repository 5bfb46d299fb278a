import { randomUUID } from 'node:crypto';
import type { Annotation } from '../contract/annotations.ts';
import type { ParsedInput } from '../contract/requests.ts';
import { safeLines } from '../contract/safe-text.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';
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

  /** One that is not there is no error. */
  remove(id: string): void {
    const { store, onChanged } = this.#options;
    store.write(() => {
      store.annotations.remove(id);
    });
    onChanged();
  }
}
