/** How a process starts the command line once more, for example as a service. */
export interface CliStart {
  /** Absolute path of the program. */
  program: string;
  /** What comes before the command's own name. */
  args: readonly string[];
  /** Variables that a program started this way needs. */
  environment: Readonly<Record<string, string>>;
}

/** What the command line offers to whoever runs it: Node itself, or the packaged app. */
export interface CliModule {
  /**
   * Runs one command and resolves with its exit code. Results go to standard output, failures to standard error; it
   * rejects for bugs only.
   */
  runCli: (args: readonly string[], start: CliStart) => Promise<number>;
}
