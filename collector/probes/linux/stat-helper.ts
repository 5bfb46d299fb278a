import { Socket } from 'node:net';

/** Blocks of a file system; `available` to those who are not root. */
export interface Blocks {
  /** Bytes. */
  blockSize: number;
  total: number;
  free: number;
  available: number;
  /** Inodes; 0 where the file system makes them as it needs them. */
  files: number;
  filesFree: number;
}

/** A question to the helper process that calls `statfs`. */
export interface HelperCall {
  /** Rejects where the helper fails, or does not answer in time. */
  answer: Promise<Blocks>;
  /** Resolves once the helper is gone, which may be never. */
  ended: Promise<void>;
}

/**
 * Asks for the blocks of the file system at `path` by `stat -f` in a process of its own, which is killed and left alone
 * after `limitMs` milliseconds: in a call that never ends not even SIGKILL ends a process, nor a thread of this one.
 */
export function statInHelper(path: string, limitMs: number): HelperCall {
  // Loaded where it is needed: it takes memory of a process that stays for months.
  const { spawn } = process.getBuiltinModule('node:child_process');
  const child = spawn('stat', ['-f', '-c', '%S %b %f %a %c %d', '--', path], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LC_ALL: 'C' },
    // A working directory below the same mount would hang as well.
    cwd: '/',
    windowsHide: true,
  });
  // Nothing of it keeps this process from ending.
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
