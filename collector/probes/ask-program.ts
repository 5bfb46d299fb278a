/** Milliseconds that another program has to answer. */
const LIMIT_MS = 4000;

/**
 * What a program prints, whatever it ends with where `anyStatus` says so, or null where it is not there. Rejects where it fails or takes too long; it is then killed, and
 * nothing of it keeps this process from ending.
 */
export function askProgram(
  program: string,
  args: readonly string[],
  { anyStatus = false }: { anyStatus?: boolean } = {},
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    // Loaded where it is needed: it takes memory of a process that stays for months.
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
