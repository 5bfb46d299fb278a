import { createHash } from 'node:crypto';
import { connect, createServer, type ListenOptions, type Server } from 'node:net';
import { z } from 'zod';
import { sinceSchema } from './process-lock.ts';

/** Characters of the longest text that is repeated of a holder. */
const LONGEST_TEXT = 500;

/**
 * Whoever runs a program on this machine may be the holder: what it says must not steer a terminal, nor fill the
 * screen.
 */
const shownText = z
  .string()
  .transform((text) => text.replace(/\p{C}/gu, '\ufffd').slice(0, LONGEST_TEXT));

const holderSchema = z.object({
  /** Tells an answer of ours from that of another program at the same address. */
  lock: z.literal('py-perf'),
  pid: z.int().nonnegative(),
  /** Unix seconds. */
  since: sinceSchema,
  program: shownText,
  dataDir: shownText,
  mode: shownText,
});

/** The holder of a machine's lock: process, start (Unix seconds), kind and data directory. */
export type MachineLockHolder = Omit<z.infer<typeof holderSchema>, 'lock'>;

/** The lock, or who has it. */
export type MachineLockResult =
  | { lock: MachineLock }
  | { holder: MachineLockHolder }
  /** Another program sits at the address and does not answer as a collector would. */
  | { foreign: string };

/** The lock that all collectors of a machine share. */
const DEFAULT_NAME = 'py-perf-collector';

/** Name of the lock; tests set the variable to be apart from each other and from a collector that runs for real. */
export function machineLockName(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env['PY_PERF_MACHINE_LOCK'];
  return chosen === undefined || chosen === '' ? DEFAULT_NAME : chosen;
}

/** Milliseconds that a holder has to say who it is; longest answer in characters. */
const ANSWER_TIMEOUT_MS = 1000;
const LONGEST_ANSWER = 10_000;

/** Tries, because a holder may end between the refusal and the question who it is. */
const TRIES = 3;

/**
 * A lock between all processes of a machine, whichever user or data directory they have: whoever listens at the address
 * that the name stands for holds it. The system frees the address when the process ends, however it ends, so that no
 * lock is ever left behind; and it needs no file that several users could write. Whoever connects learns who holds it.
 */
export class MachineLock {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Takes the lock, or returns its holder. Rejects if the system refuses for any other reason. */
  static async acquire(
    name: string,
    holder: MachineLockHolder,
    platform: NodeJS.Platform = process.platform,
  ): Promise<MachineLockResult> {
    const address = machineLockAddress(name, platform);
    for (let attempt = 1; ; attempt += 1) {
      const server = await listen(address, JSON.stringify({ lock: 'py-perf', ...holder }));
      if (server !== null) return { lock: new MachineLock(server) };
      const answer = await ask(address);
      const parsed = answer === null ? null : parseHolder(answer);
      if (parsed !== null) return { holder: parsed };
      if (answer !== null || attempt === TRIES) return { foreign: describe(address) };
    }
  }

  release(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }
}

/**
 * Where a lock of that name listens. Linux: an abstract socket, which has neither a file nor permissions, and of which
 * each container has its own unless it shares the host's network. Windows: a named pipe, which goes with its process.
 * Elsewhere (macOS) a port of the loopback interface.
 */
export function machineLockAddress(name: string, platform: NodeJS.Platform): ListenOptions {
  if (platform === 'linux') return { path: `\0${name}` };
  if (platform === 'win32') return { path: `\\\\.\\pipe\\${name}`, readableAll: true };
  return { host: '127.0.0.1', port: portOf(name) };
}

/** Below the ports that systems give to outgoing connections. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

function portOf(name: string): number {
  return FIRST_PORT + (createHash('sha256').update(name).digest().readUInt32BE(0) % PORTS);
}

/** Null: the address is in use. */
function listen(address: ListenOptions, answer: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      // Who asks may go away at any time.
      socket.on('error', () => undefined);
      socket.end(answer);
      // It has nothing to say that would be read, must not hold up the end of this process, and not stay: not even one
      // that keeps talking.
      const deadline = setTimeout(() => socket.destroy(), ANSWER_TIMEOUT_MS).unref();
      socket.once('close', () => {
        clearTimeout(deadline);
      });
      socket.unref();
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The holder's own description; null: it has ended. */
function ask({ path, host, port }: ListenOptions): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = path === undefined ? connect(port ?? 0, host) : connect(path);
    let text = '';
    // Of the whole answer: one that comes drop by drop is not waited for.
    const deadline = setTimeout(() => {
      end(text);
    }, ANSWER_TIMEOUT_MS);
    const end = (answer: string | null): void => {
      clearTimeout(deadline);
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > LONGEST_ANSWER) end(text);
    });
    socket.once('end', () => {
      end(text);
    });
    socket.once('error', () => {
      end(text === '' ? null : text);
    });
  });
}

function parseHolder(answer: string): MachineLockHolder | null {
  try {
    const { lock: _, ...holder } = holderSchema.parse(JSON.parse(answer));
    return holder;
  } catch {
    return null;
  }
}

function describe({ path, host, port }: ListenOptions): string {
  return path === undefined ? `${String(host)}:${String(port)}` : path.replace('\0', '@');
}
