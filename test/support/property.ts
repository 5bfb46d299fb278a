import fc from 'fast-check';
import { inject } from 'vitest';
import type { Randomness } from './randomness.ts';

declare module 'vitest' {
  interface ProvidedContext {
    randomness: Randomness;
  }
}

/** How a property is checked. */
export interface PropertyOptions<Ts> {
  /** Random inputs in `npm test`, over all seeds; 100 times as many in `npm run test:long`. */
  runs?: number;
  /** Inputs that are always tried first: earlier counterexamples. */
  examples?: Ts[];
  /** Whether to report a counterexample as found, if shrinking would take too long. */
  endOnFailure?: boolean;
}

/** Checks a property with fast-check from the seeds of the run: fixed ones in `npm test`. */
export function checkProperty<Ts>(
  property: fc.IAsyncProperty<Ts>,
  options?: PropertyOptions<Ts>,
): Promise<void>;
export function checkProperty<Ts>(property: fc.IProperty<Ts>, options?: PropertyOptions<Ts>): void;
export function checkProperty<Ts>(
  property: fc.IAsyncProperty<Ts> | fc.IProperty<Ts>,
  { runs = 99, examples = [], endOnFailure = false }: PropertyOptions<Ts> = {},
): Promise<void> | void {
  const { seeds, factor } = inject('randomness');
  const numRuns = Math.ceil((runs * factor) / seeds.length);
  const parameters = seeds.map((seed, index): fc.Parameters<Ts> => ({
    seed,
    endOnFailure,
    // fast-check counts examples as runs.
    numRuns: index === 0 ? numRuns + examples.length : numRuns,
    examples: index === 0 ? examples : [],
  }));
  if (property.isAsync()) return inTurn(property, parameters);
  for (const each of parameters) fc.assert(property as fc.IProperty<Ts>, each);
}

async function inTurn<Ts>(
  property: fc.IRawProperty<Ts>,
  parameters: readonly fc.Parameters<Ts>[],
): Promise<void> {
  for (const each of parameters) await fc.assert(property as fc.IAsyncProperty<Ts>, each);
}

/** Seeds of a test with its own random input: always `fixed`, and `more` new ones in `npm run test:long`. */
export function seedsFor(fixed: readonly number[], more: number): number[] {
  const { seeds, factor } = inject('randomness');
  const [first = 0] = seeds;
  return factor === 1
    ? [...fixed]
    : [...fixed, ...Array.from({ length: more }, (_, i) => first + i)];
}
