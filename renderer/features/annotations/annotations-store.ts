import { defineStore } from 'pinia';
import { ref, shallowRef, watch, type Ref } from 'vue';
import type { Annotation } from '../../../contract/annotations.ts';
import type { AppError } from '../../../contract/errors.ts';
import type { HostRef } from '../../../contract/host.ts';
import type { RequestInput } from '../../../contract/requests.ts';
import type { Result } from '../../../contract/result.ts';
import { request } from '../../app/bridge.ts';
import type { TimeRange } from '../../lib/ranges.ts';
import { useFleetStore } from '../../stores/fleet.ts';
import { createQuery } from '../../stores/query.ts';
import { useToastsStore } from '../../stores/toasts.ts';

/** The start of the annotation form: an existing one, or a new one at a time (Unix seconds). */
export type AnnotationSubject = Annotation | { readonly host: HostRef | null; readonly at: number };

/** Writing and deleting annotations, from any page. */
export const useAnnotationsStore = defineStore('annotations', () => {
  const toasts = useToastsStore();
  /** The annotation in the form; null: none. */
  const subject = shallowRef<AnnotationSubject | null>(null);
  const error = shallowRef<AppError | null>(null);
  /** Counts local changes, so that lists reload at once. */
  const changes = ref(0);

  async function save(input: RequestInput<'saveAnnotation'>): Promise<Result<Annotation>> {
    const result = await request('saveAnnotation', input);
    changes.value += 1;
    return result;
  }

  /** Deletes an annotation and offers Undo, with the message `told`. */
  async function remove({ id, host, at, endedAt, text }: Annotation, told: string): Promise<void> {
    const result = await request('removeAnnotation', { id });
    changes.value += 1;
    error.value = result.ok ? null : result.error;
    if (!result.ok) return;
    toasts.offerUndo(told, () => save({ id, host, at, endedAt, text }));
  }

  function write(what: AnnotationSubject): void {
    subject.value = what;
  }

  return { subject, error, changes, save, remove, write };
});

/** The annotations that overlap a range: of a host and of the fleet, or all of them if `host` is null. */
export function useAnnotations(
  range: Readonly<Ref<TimeRange>>,
  host: () => HostRef | null = () => null,
) {
  const fleet = useFleetStore();
  const store = useAnnotationsStore();
  const query = createQuery('annotations');
  watch(
    [range, host, () => fleet.revision, () => store.changes],
    () => {
      const of = host();
      const { from, to } = range.value;
      void query.load({
        from: Math.max(0, Math.floor(from)),
        to: Math.ceil(to),
        ...(of === null ? {} : { host: { sourceId: of.sourceId, hostname: of.hostname } }),
      });
    },
    { immediate: true },
  );
  return query;
}
