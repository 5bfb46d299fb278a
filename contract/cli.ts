/** How a process starts the command line again, for example as a service. */
export interface CliStart {
  /** Absolute path of the program. */
  program: string;
  /** Arguments before the name of the command. */
  args: readonly string[];
  /** Environment variables that it needs. */
  environment: Readonly<Record<string, string>>;
}

/** The interface of the command line to its host: Node, or the packaged app. */
export interface CliModule {
  /**
   * Runs one command and resolves with its exit code. Results go to standard output, failures to standard error; it
   * rejects for bugs only.
   */
  runCli: (args: readonly string[], start: CliStart) => Promise<number>;
}
