import { pathToFileURL } from 'node:url';
import type { CliModule, CliStart } from '../../contract/cli.ts';
import { appImage, installedExecutable } from './executable.ts';

/** The argument that makes the app its own command line: `py-perf-desktop cli status`. */
const WORD = 'cli';

/** How the app was started. */
export interface ProgramFacts {
  isPackaged: boolean;
  platform: NodeJS.Platform;
  execPath: string;
  /** The app's folder, which Electron is given if it is not packaged. */
  appPath: string;
  env: NodeJS.ProcessEnv;
}

/**
 * The command line's own arguments if `argv` asks for it, else null. Chromium switches and, in an unpackaged app, the
 * app's folder may precede the word.
 */
export function cliArguments(argv: readonly string[], isPackaged: boolean): string[] | null {
  const words = argv.flatMap((argument, index) =>
    index === 0 || argument.startsWith('-') ? [] : [index],
  );
  const place = words[isPackaged ? 0 : 1];
  return place !== undefined && argv[place] === WORD ? argv.slice(place + 1) : null;
}

/** How this program is started again as a command line. */
export function cliStart({ isPackaged, platform, execPath, appPath, env }: ProgramFacts): CliStart {
  return {
    program: installedExecutable(env, execPath),
    args: [
      // No page is opened, and a service without new privileges could not build Chromium's sandbox.
      ...(platform === 'linux' ? ['--no-sandbox'] : []),
      ...(isPackaged ? [] : [appPath]),
      WORD,
    ],
    // Mounting needs more privileges than a service may gain.
    environment: appImage(env, execPath) === null ? {} : { APPIMAGE_EXTRACT_AND_RUN: '1' },
  };
}

/**
 * Runs the built command line at `path` and ends the process with its exit code. Called before any other use of
 * Electron: while the main module is being evaluated, there is no window system, no lock and no page.
 */
export async function runCommandLine(
  path: string,
  args: readonly string[],
  start: CliStart,
): Promise<never> {
  let code = 1;
  try {
    const built = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as CliModule;
    code = await built.runCli(args, start);
  } catch (error) {
    process.stderr.write(
      `error: ${error instanceof Error ? String(error.stack) : String(error)}\n`,
    );
  }
  await Promise.all([written(process.stdout), written(process.stderr)]);
  process.exit(code);
}

/** Resolves when all output has left the process: an exit does not wait for a pipe. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    // The reader may have gone (`… | head -1`).
    stream.once('error', () => {
      resolve();
    });
    stream.write('', () => {
      resolve();
    });
  });
}
