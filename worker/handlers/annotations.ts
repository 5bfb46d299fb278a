import type { AnnotationHandlers } from '../../contract/requests.ts';
import type { FleetEngine } from '../../fleet/engine.ts';

/** Answers about annotations. */
export function annotationHandlers({
  annotations,
}: Pick<FleetEngine, 'annotations'>): AnnotationHandlers {
  return {
    annotations: (query) => annotations.list(query),
    saveAnnotation: (input) => annotations.save(input),
    removeAnnotation: ({ id }) => {
      annotations.remove(id);
      return null;
    },
  };
}
