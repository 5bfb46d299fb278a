import { z } from 'zod';

/** Longest label, in UTF-16 code units. */
export const LONGEST_LABEL = 40;
/** Most labels of one host. */
export const MOST_LABELS = 20;

/** A user-defined label of hosts, e.g. `production` or `rack 3`. */
export const labelSchema = z.string().trim().min(1).max(LONGEST_LABEL);

/** Labels by host; a key is `sourceId/hostname` (a source id contains no "/"). Hosts without labels are absent. */
export const labelsSchema = z
  .record(z.string().min(3).max(1100), z.array(labelSchema).min(1).max(MOST_LABELS))
  .prefault({});
