import { z } from 'zod';
import { atMostDays, hostRef, inOrder, output, range, unixSeconds } from './request-spec.ts';
import type { RequestSpec } from './request-spec.ts';

/** Longest text of an annotation, in characters. */
export const LONGEST_ANNOTATION = 500;
/** Most annotations in one answer. */
export const MOST_ANNOTATIONS = 1000;

/** A note of the user on a host, or on the fleet, at a time. */
export interface Annotation {
  /** A UUID, stable for the life of the annotation. */
  id: string;
  /** Null: the whole fleet. */
  host: { sourceId: string; hostname: string } | null;
  /** Unix seconds. */
  at: number;
  /** Unix seconds; null: a moment. */
  endedAt: number | null;
  text: string;
  /** Who wrote it, as `user@machine`; null: not known. */
  author: string | null;
  /** Unix seconds of the last change. */
  updatedAt: number;
}

/** The user's text. Without an id it creates an annotation; with one it replaces the stored one. */
export const annotationInputSchema = z
  .strictObject({
    id: z.uuid().optional(),
    host: z.strictObject(hostRef).nullable(),
    at: unixSeconds,
    endedAt: unixSeconds.nullable().default(null),
    text: z.string().trim().min(1).max(LONGEST_ANNOTATION),
  })
  .refine(({ at, endedAt }) => endedAt === null || endedAt > at, {
    message: 'the end is not after the beginning',
    path: ['endedAt'],
  });

/** Answered by `worker/handlers/annotations.ts`. */
export const ANNOTATION_REQUESTS = {
  /** Annotations that overlap a range, oldest first: of one host and the fleet, or of all if no host is named. */
  annotations: {
    input: z
      .strictObject({ ...range, host: z.strictObject(hostRef).optional() })
      .refine(...inOrder)
      .refine(...atMostDays(400, '400 days')),
    output: output<Annotation[]>(),
  },
  saveAnnotation: { input: annotationInputSchema, output: output<Annotation>() },
  /** An id that no longer exists is not an error. */
  removeAnnotation: { input: z.strictObject({ id: z.uuid() }), output: output<null>() },
} as const satisfies Record<string, RequestSpec>;
