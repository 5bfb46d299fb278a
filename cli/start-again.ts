/** Tasks of `collect` that end soon: a second start would cost more than the memory is worth. */
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

/** How a long-running collector is started. */
export interface LongRun {
  entry: string;
  /** Flags of Node. */
  flags: readonly string[];
  environment: Readonly<Record<string, string>>;
}

/**
 * Whether `collect` would keep running and was not started with the flags of a long-running collector. A process with
 * other Node flags (a debugger, a preloaded module) stays as it is.
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
 * Replaces this process by one with the same pid whose V8 and C library are small from the start, which cannot be
 * changed later. Saves a foreground collector a few MB, as in the service. Returns if that is not needed, or if the
 * system (Windows) has no such call.
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
