import { Socket } from 'node:net';

/** Blocks of a file system; `available` excludes those reserved for root. */
export interface Blocks {
  /** Bytes. */
  blockSize: number;
  total: number;
  free: number;
  available: number;
  /** Inodes; 0 if the file system creates them on demand. */
  files: number;
  filesFree: number;
}

/** A call to the helper process that runs `statfs`. */
export interface HelperCall {
  /** Rejects if the helper fails or does not answer in time. */
  answer: Promise<Blocks>;
  /** Resolves once the helper has ended, which may be never. */
  ended: Promise<void>;
}

/**
 * Reads the blocks of the file system at `path` by `stat -f` in a separate process, which is killed and abandoned after
 * `limitMs` milliseconds: a system call that hangs survives even SIGKILL, and would block a thread of this process.
 */
export function statInHelper(path: string, limitMs: number): HelperCall {
  // Loaded on demand: it would take memory in a process that runs for months.
  const { spawn } = process.getBuiltinModule('node:child_process');
  const child = spawn('stat', ['-f', '-c', '%S %b %f %a %c %d', '--', path], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LC_ALL: 'C' },
    // A working directory below the same mount would hang as well.
    cwd: '/',
    windowsHide: true,
  });
  // It must not keep this process from exiting.
  child.unref();
  if (child.stdout instanceof Socket) child.stdout.unref();
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const answer = new Promise<Blocks>((resolve, reject) => {
    const giveUp = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      reject(new Error('it did not answer in time'));
    }, limitMs);
    giveUp.unref();
    child.once('error', (error) => {
      clearTimeout(giveUp);
      reject(new Error(`"stat" could not be started: ${error.message}`));
    });
    child.once('close', (code) => {
      clearTimeout(giveUp);
      const blocks = parseBlocks(text);
      if (code === 0 && blocks !== null) resolve(blocks);
      else reject(new Error(`"stat" ended with ${String(code)}`));
    });
  });
  return { answer, ended };
}

function parseBlocks(text: string): Blocks | null {
  if (!/^(?:\d+ ){5}\d+\n$/u.test(text)) return null;
  const [blockSize = 0, total = 0, free = 0, available = 0, files = 0, filesFree = 0] = text
    .split(' ')
    .map(Number);
  return { blockSize, total, free, available, files, filesFree };
}
