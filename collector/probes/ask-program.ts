/** Milliseconds that another program has to finish. */
const LIMIT_MS = 4000;

/**
 * The output of a program, or null if it is not installed. Rejects if it fails (unless `anyStatus`) or takes too long.
 * It is then killed, and never keeps this process from exiting.
 */
export function askProgram(
  program: string,
  args: readonly string[],
  { anyStatus = false }: { anyStatus?: boolean } = {},
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    // Loaded on demand: it would take memory in a process that runs for months.
    const { execFile } = process.getBuiltinModule('node:child_process');
    const child = execFile(
      program,
      args,
      {
        timeout: LIMIT_MS,
        killSignal: 'SIGKILL',
        windowsHide: true,
        env: { ...process.env, LC_ALL: 'C' },
      },
      (error, stdout) => {
        if (error === null || (anyStatus && typeof error.code === 'number')) resolve(stdout);
        else if (error.code === 'ENOENT') resolve(null);
        else reject(new Error(`"${program}" failed: ${error.message.split('\n')[0] ?? ''}`));
      },
    );
    child.unref();
  });
}
