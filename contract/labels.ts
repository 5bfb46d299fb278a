import { z } from 'zod';

/** The user's own words for hosts, e.g. `production` or `rack 3`. */
export const labelSchema = z.string().trim().min(1).max(40);

/** Labels by host; a key is `sourceId/hostname` (a source id holds no "/"). Hosts without labels are absent. */
export const labelsSchema = z
  .record(z.string().min(3).max(1100), z.array(labelSchema).min(1).max(20))
  .prefault({});
