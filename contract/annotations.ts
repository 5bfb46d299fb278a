import { z } from 'zod';
import { atMostDays, hostRef, inOrder, output, range, unixSeconds } from './request-spec.ts';
import type { RequestSpec } from './request-spec.ts';

/** Letters that an annotation may have. */
export const LONGEST_ANNOTATION = 500;
/** How many one answer holds at most. */
export const MOST_ANNOTATIONS = 1000;

/** A note of the user on a host, or on the fleet, at a time. */
export interface Annotation {
  /** A UUID, which never changes: it is the same annotation wherever it is shown. */
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

/** What the user says; without an id it is a new annotation, with one it takes the place of what was stored under it. */
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
  /** Those that touch a range, the oldest first: of a host and of the fleet, or of all where no host is named. */
  annotations: {
    input: z
      .strictObject({ ...range, host: z.strictObject(hostRef).optional() })
      .refine(...inOrder)
      .refine(...atMostDays(400, '400 days')),
    output: output<Annotation[]>(),
  },
  saveAnnotation: { input: annotationInputSchema, output: output<Annotation>() },
  /** One that is not there any more is no error. */
  removeAnnotation: { input: z.strictObject({ id: z.uuid() }), output: output<null>() },
} as const satisfies Record<string, RequestSpec>;
