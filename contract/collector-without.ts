import { z } from 'zod';
import { COLLECTOR_EXTRAS } from './metrics.ts';

/** What stands before the name of an interface that does not count. */
const INTERFACE = 'interface:';
/** UTF-16 code units; Windows names adapters at length. */
const LONGEST_NAME = 255;

/** What a collector does without: something that it can leave unasked, or an interface (`interface:NAME`) in its traffic. */
export const withoutSchema = z.union(
  [z.enum(COLLECTOR_EXTRAS), z.templateLiteral([INTERFACE, z.string().min(1).max(LONGEST_NAME)])],
  { error: `must be one of ${COLLECTOR_EXTRAS.join(', ')}, or ${INTERFACE}NAME` },
);

/** What a collector does without. */
export type Without = z.infer<typeof withoutSchema>;

/** The names of the interfaces that do not count. */
export function uncountedInterfaces(without: readonly Without[]): ReadonlySet<string> {
  return new Set(
    without.flatMap((one) => (one.startsWith(INTERFACE) ? [one.slice(INTERFACE.length)] : [])),
  );
}
