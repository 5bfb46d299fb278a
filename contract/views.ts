import { z } from 'zod';
import { HOST_STATES } from './host-health.ts';
import { labelSchema } from './labels.ts';

/** Longest query, in characters. */
export const LONGEST_QUERY = 500;

/** A filter of the host list. Empty lists and an empty text match everything. */
export const fleetFilterSchema = z.strictObject({
  text: z.string().max(LONGEST_QUERY).default(''),
  states: z.array(z.enum(HOST_STATES)).default([]),
  platforms: z.array(z.string().max(100)).default([]),
  sources: z.array(z.string().max(40)).default([]),
  labels: z.array(labelSchema).default([]),
});

/** A filter of the host list; an empty list or text matches everything. */
export type FleetFilter = z.infer<typeof fleetFilterSchema>;

/** Name of a saved view. */
export const viewNameSchema = z.string().trim().min(1).max(60);

/** A filter with a sort order, saved under a name. */
export const savedViewSchema = z.strictObject({
  name: viewNameSchema,
  filter: fleetFilterSchema,
  sorting: z.array(z.strictObject({ id: z.string().max(80), desc: z.boolean() })).max(3),
});

/** A named filter of the overview, kept in the settings. */
export type SavedView = z.infer<typeof savedViewSchema>;
