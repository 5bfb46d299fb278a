import { parseArgs } from 'node:util';

export interface DemoOptions {
  hosts: number;
  help: boolean;
}

const DEFAULT_HOSTS = 60;
const MOST_HOSTS = 5000;

export const DEMO_USAGE = `Usage: npm run demo -- [--hosts N]

Opens the app on a made-up fleet, without AWS and without any of your own data.

  --hosts N   machines to make up, 1 to ${String(MOST_HOSTS)} (default ${String(DEFAULT_HOSTS)})
  --help      this text
`;

/** The flags of `npm run demo`. Throws an `Error` that says what is wrong with them. */
export function demoOptions(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: { hosts: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  return { hosts: hostCount(values.hosts), help: values.help };
}

function hostCount(text: string | undefined): number {
  if (text === undefined) return DEFAULT_HOSTS;
  const hosts = Number(text);
  if (!/^\d+$/u.test(text) || hosts < 1 || hosts > MOST_HOSTS)
    throw new Error(
      `--hosts must be a whole number from 1 to ${String(MOST_HOSTS)}, not "${text}".`,
    );
  return hosts;
}
