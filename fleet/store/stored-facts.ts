import { z } from 'zod';
import type { HostFacts } from '../../contract/sample.ts';
import { parseStored } from '../../platform/sqlite/stored-json.ts';

const text = z.string().optional().catch(undefined);
const count = z.number().optional().catch(undefined);
/** One by one: what is not understood of one fact takes nothing from the others. */
const factsSchema = z.object({
  platform: text,
  os: text,
  arch: text,
  cpuModel: text,
  cpuCount: count,
  memoryTotalMb: count,
  collector: text,
});
/** Facts by their text: machines of a fleet resemble each other, and all are read at every look. */
const knownFacts = new Map<string, HostFacts>();
const MOST_KNOWN_FACTS = 2000;

/** The facts in a stored text; what cannot be understood is left out. */
export function factsIn(stored: string): HostFacts {
  const known = knownFacts.get(stored);
  if (known !== undefined) return known;
  const parsed = parseStored(factsSchema, stored) ?? {};
  const facts = Object.fromEntries(
    Object.entries(parsed).filter(([, value]) => value !== undefined),
  ) as HostFacts;
  if (knownFacts.size >= MOST_KNOWN_FACTS) knownFacts.clear();
  knownFacts.set(stored, facts);
  return facts;
}
