/** What `collect` does once and ends: a second start would cost more than the memory is worth. */
const SHORT = new Set([
  '--once',
  '--print',
  '--status',
  '--install-service',
  '--uninstall-service',
  '--service-status',
  '--help',
  '-h',
]);

/** What `npm run cli` starts all commands with (package.json). */
export const SCRIPT_FLAGS: readonly string[] = [
  '--max-semi-space-size=1',
  '--optimize-for-size',
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--expose-gc',
];

/** How a collector that stays is to be started. */
export interface LongRun {
  entry: string;
  /** Flags of Node. */
  flags: readonly string[];
  environment: Readonly<Record<string, string>>;
}

/**
 * Whether `collect` would stay and was started otherwise than a collector that stays is to be. A process that was
 * given other flags of Node (a debugger, a preloaded module) stays as it is.
 */
export function needsOtherStart(
  args: readonly string[],
  { flags }: Pick<LongRun, 'flags'>,
  execArgv: readonly string[],
): boolean {
  return (
    !args.some((arg) => SHORT.has(arg)) &&
    !flags.every((flag) => execArgv.includes(flag)) &&
    execArgv.every((flag) => SCRIPT_FLAGS.includes(flag) || flags.includes(flag))
  );
}

/**
 * Replaces this process by one of the same number that V8 and the C library keep small from their start; some of that
 * cannot be had later. A few MB for a collector in the foreground, which is then what the service is. Returns where
 * that is not needed, or the system (Windows) has no such call.
 */
export function startAgain(args: readonly string[], run: LongRun): void {
  const { execPath, execArgv, env, argv0 } = process;
  if (process.execve === undefined || process.platform === 'win32') return;
  if (!needsOtherStart(args, run, execArgv)) return;
  process.execve(execPath, [argv0, ...run.flags, run.entry, ...args], {
    ...run.environment,
    ...env,
  });
}
