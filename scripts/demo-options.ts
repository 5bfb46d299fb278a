import { parseArgs } from 'node:util';

/** The options of the demo. */
export interface DemoOptions {
  hosts: number;
  /** The same seed makes up the same fleet. */
  seed: number;
  help: boolean;
}

const DEFAULT_HOSTS = 60;
const MOST_HOSTS = 5000;
const MOST_SEEDS = 1_000_000;

/** The usage text of `npm run demo`. */
export const DEMO_USAGE = `Usage: npm run demo -- [--hosts N] [--seed N]

Opens the app on a made-up fleet, without AWS and without any of your own data.

  --hosts N   machines to make up, 1 to ${String(MOST_HOSTS)} (default ${String(DEFAULT_HOSTS)})
  --seed N    another number makes up another fleet, the same one the same (default 1)
  --help      this text
`;

/** Parses the flags of `npm run demo`. Throws an `Error` that says what is wrong with them. */
export function demoOptions(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: {
      hosts: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    hosts: wholeNumber('--hosts', values.hosts, { usual: DEFAULT_HOSTS, most: MOST_HOSTS }),
    seed: wholeNumber('--seed', values.seed, { usual: 1, most: MOST_SEEDS }),
    help: values.help,
  };
}

function wholeNumber(
  flag: string,
  text: string | undefined,
  { usual, most }: { usual: number; most: number },
): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!/^\d+$/u.test(text) || value < 1 || value > most)
    throw new Error(`${flag} must be a whole number from 1 to ${String(most)}, not "${text}".`);
  return value;
}
