import { z } from 'zod';
import { HOST_STATES } from './host-health.ts';
import { labelSchema } from './labels.ts';

/** Characters of a query. */
export const LONGEST_QUERY = 500;

/** What a list of hosts is narrowed to. Empty lists and an empty text narrow nothing. */
export const fleetFilterSchema = z.strictObject({
  text: z.string().max(LONGEST_QUERY).default(''),
  states: z.array(z.enum(HOST_STATES)).default([]),
  platforms: z.array(z.string().max(100)).default([]),
  sources: z.array(z.string().max(40)).default([]),
  labels: z.array(labelSchema).default([]),
});

/** What narrows the list of hosts; an empty list or text lets all through. */
export type FleetFilter = z.infer<typeof fleetFilterSchema>;

/** Name of a saved view. */
export const viewNameSchema = z.string().trim().min(1).max(60);

/** A filter with an order, kept under a name. */
export const savedViewSchema = z.strictObject({
  name: viewNameSchema,
  filter: fleetFilterSchema,
  sorting: z.array(z.strictObject({ id: z.string().max(80), desc: z.boolean() })).max(3),
});

/** A named filter of the overview, kept in the settings. */
export type SavedView = z.infer<typeof savedViewSchema>;
