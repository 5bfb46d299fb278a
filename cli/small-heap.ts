import { setFlagsFromString } from 'node:v8';

/**
 * For a process that computes for milliseconds a minute and stays for months: V8 compiles nothing to machine code, and
 * keeps little room for young objects. Together some 10 MB of resident memory. V8 takes these while it runs.
 */
const FLAGS = [
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--regexp-interpret-all',
  '--no-regexp-tier-up',
  '--optimize-for-size',
  '--max-semi-space-size=1',
  '--min-semi-space-size=1',
];

/** Seconds after which a collector has taken and sent its first sample. */
const STARTED_S = 25;

/**
 * Gives back once what only starting needed: code that has run and is not needed again, 1 MB of it. Does something only
 * where V8 was told to offer it (`--expose-gc`), as the service's is.
 */
export function giveBackStart(): void {
  const { gc } = globalThis;
  if (gc === undefined) return;
  const collectGarbage = (): void => {
    gc({ type: 'major', flavor: 'last-resort', execution: 'sync' });
  };
  setTimeout(collectGarbage, STARTED_S * 1000).unref();
}

/**
 * For a command that reads a fleet and ends: compilers, whatever the process was started with (`npm run cli` starts all commands
 * as `collect` wants it), and not so much room for young objects that 10,000 hosts take more than they need.
 */
const VIEWER_FLAGS = [
  '--opt',
  '--maglev',
  '--sparkplug',
  '--optimize-for-size',
  '--max-semi-space-size=4',
];

/** Prefers speed from now on: a fleet of 10,000 hosts then takes half of the time. */
export function keepFast(): void {
  for (const flag of VIEWER_FLAGS) setFlagsFromString(flag);
}

/** Prefers little memory to speed from now on, so it comes before the modules that do the work. */
export function keepHeapSmall(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
