import { z } from 'zod';

/** Characters (UTF-16 code units) of a label. */
export const LONGEST_LABEL = 40;
/** Labels that one host can hold. */
export const MOST_LABELS = 20;

/** The user's own words for hosts, e.g. `production` or `rack 3`. */
export const labelSchema = z.string().trim().min(1).max(LONGEST_LABEL);

/** Labels by host; a key is `sourceId/hostname` (a source id holds no "/"). Hosts without labels are absent. */
export const labelsSchema = z
  .record(z.string().min(3).max(1100), z.array(labelSchema).min(1).max(MOST_LABELS))
  .prefault({});
