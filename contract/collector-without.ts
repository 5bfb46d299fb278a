import { z } from 'zod';
import { COLLECTOR_EXTRAS } from './metrics.ts';

/** Prefix of the name of an excluded interface. */
const INTERFACE = 'interface:';
/** UTF-16 code units; Windows adapter names are long. */
const LONGEST_NAME = 255;

/** Something that a collector leaves out: an optional measurement, or an interface (`interface:NAME`). */
export const withoutSchema = z.union(
  [z.enum(COLLECTOR_EXTRAS), z.templateLiteral([INTERFACE, z.string().min(1).max(LONGEST_NAME)])],
  { error: `must be one of ${COLLECTOR_EXTRAS.join(', ')}, or ${INTERFACE}NAME` },
);

/** Something that a collector leaves out. */
export type Without = z.infer<typeof withoutSchema>;

/** The names of the excluded interfaces. */
export function uncountedInterfaces(without: readonly Without[]): ReadonlySet<string> {
  return new Set(
    without.flatMap((one) => (one.startsWith(INTERFACE) ? [one.slice(INTERFACE.length)] : [])),
  );
}
