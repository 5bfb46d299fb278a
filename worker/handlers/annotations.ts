import type { AnnotationHandlers } from '../../contract/requests.ts';
import type { Answers } from '../../fleet/answers.ts';

/** Requests about annotations. */
export function annotationHandlers({
  annotations,
}: Pick<Answers, 'annotations'>): AnnotationHandlers {
  return {
    annotations: (query) => annotations.list(query),
    saveAnnotation: (input) => annotations.save(input),
    removeAnnotation: ({ id }) => {
      annotations.remove(id);
      return null;
    },
  };
}
