import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type NetConnectOpts, type Server } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import {
  MachineLock,
  machineLockAddress,
  machineLockName,
  type MachineLockHolder,
} from '../../../../platform/locks/machine-lock.ts';

const NAME = `machine-lock-test-${String(process.pid)}`;
const MODULE = pathToFileURL(
  join(import.meta.dirname, '../../../../platform/locks/machine-lock.ts'),
).href;

const HOLDER: MachineLockHolder = {
  pid: 7,
  since: 1_795_469_640,
  program: 'py-perf-desktop/1',
  dataDir: '/var/lib/a',
  mode: 'service',
};

let held: MachineLock[] = [];

afterEach(async () => {
  await Promise.all(held.map((lock) => lock.release()));
  held = [];
});

async function take(platform: NodeJS.Platform, name = NAME): Promise<MachineLock> {
  const result = await MachineLock.acquire(name, HOLDER, platform);
  if (!('lock' in result)) throw new Error(`not free: ${JSON.stringify(result)}`);
  held.push(result.lock);
  return result.lock;
}

// The loopback of macOS can be tried anywhere.
const PLATFORMS = [...new Set<NodeJS.Platform>([process.platform, 'darwin'])];

describe.each(PLATFORMS)('MachineLock as on %s', (platform) => {
  it('reports its holder to a second one', async () => {
    await take(platform);
    expect(await MachineLock.acquire(NAME, { ...HOLDER, pid: 8 }, platform)).toEqual({
      holder: HOLDER,
    });
  });

  it('the machine lock is free after its release', async () => {
    const first = await take(platform);
    await first.release();
    held = [];
    await take(platform);
  });

  it('separates locks with other names', async () => {
    await take(platform);
    await take(platform, `${NAME}-other`);
  });

  it('the machine lock ends with a killed process', async () => {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { MachineLock } from ${JSON.stringify(MODULE)};
         await MachineLock.acquire(${JSON.stringify(NAME)}, ${JSON.stringify(HOLDER)}, ${JSON.stringify(platform)});
         console.log('held'); setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await saidSomething(child);
    expect(await MachineLock.acquire(NAME, HOLDER, platform)).toEqual({ holder: HOLDER });
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await take(platform);
  });

  it('does not keep its holder’s process alive', async () => {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { MachineLock } from ${JSON.stringify(MODULE)};
         await MachineLock.acquire(${JSON.stringify(NAME)}, ${JSON.stringify(HOLDER)}, ${JSON.stringify(platform)});`,
      ],
      { stdio: 'inherit' },
    );
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
  });

  it.each([
    ['says something else', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['says nothing', ''],
    ['never stops', 'x'.repeat(100_000)],
  ])('recognises a foreign program that %s', async (_, words) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(words);
    });
    await listening(server, platform);
    expect(await MachineLock.acquire(NAME, HOLDER, platform)).toHaveProperty('foreign');
    await new Promise((resolve) => server.close(resolve));
  });

  it('shows a holder’s answer as text, and treats an invalid one as foreign', async () => {
    const said = { lock: 'py-perf', ...HOLDER };
    const answers = [
      { ...said, program: '\u001b]0;owned\u0007\u009b2J\u202eevil', dataDir: 'x'.repeat(2000) },
      { ...said, since: 1e300 },
      { ...said, pid: -1 },
    ];
    let next = 0;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(JSON.stringify(answers[next]));
    });
    await listening(server, platform);
    const results: unknown[] = [];
    for (next = 0; next < answers.length; next += 1)
      results.push(await MachineLock.acquire(NAME, HOLDER, platform));
    await new Promise((resolve) => server.close(resolve));
    const [first, ...others] = results as [{ holder: MachineLockHolder }, ...object[]];
    expect(first.holder.program).toBe('\ufffd]0;owned\ufffd\ufffd2J\ufffdevil');
    expect(first.holder.dataDir).toHaveLength(500);
    for (const other of others) expect(other).toHaveProperty('foreign');
  });

  it('the machine lock does not wait for a slow answer', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      const drops = setInterval(() => socket.write(' '), 100);
      socket.once('close', () => {
        clearInterval(drops);
      });
    });
    await listening(server, platform);
    expect(await MachineLock.acquire(NAME, HOLDER, platform)).toHaveProperty('foreign');
    await new Promise((resolve) => server.close(resolve));
  });

  it('disconnects clients that stay, even if they keep talking', async () => {
    await take(platform);
    // Half open: it notices that the other side has finished, and continues.
    const address = machineLockAddress(NAME, platform) as NetConnectOpts;
    const socket = connect({ ...address, allowHalfOpen: true });
    socket.on('error', () => undefined).resume();
    const talk = setInterval(() => socket.write('x'), 100);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(talk);
  });

  it('the machine lock does not wait for a program that never answers', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined));
    await listening(server, platform);
    expect(await MachineLock.acquire(NAME, HOLDER, platform)).toHaveProperty('foreign');
    server.close();
  });
});

describe('machineLockAddress', () => {
  it('machineLockAddress is an abstract socket on Linux, a pipe on Windows, and a port of the loopback elsewhere', () => {
    expect(machineLockAddress('a', 'linux')).toEqual({ path: '\0a' });
    expect(machineLockAddress('a', 'win32')).toEqual({
      path: '\\\\.\\pipe\\a',
      readableAll: true,
    });
    const mac = machineLockAddress('py-perf-collector', 'darwin');
    expect(mac).toEqual({ host: '127.0.0.1', port: expect.any(Number) as number });
    expect(machineLockAddress('py-perf-collector', 'darwin')).toEqual(mac);
    expect(machineLockAddress('another', 'darwin')).not.toEqual(mac);
  });

  it('machineLockAddress has one name for all but tests', () => {
    expect(machineLockName({})).toBe('py-perf-collector');
    expect(machineLockName({ PY_PERF_MACHINE_LOCK: '' })).toBe('py-perf-collector');
    expect(machineLockName({ PY_PERF_MACHINE_LOCK: 'x' })).toBe('x');
  });
});

async function saidSomething({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error('no output to read');
  await once(stdout, 'data');
}

async function listening(server: Server, platform: NodeJS.Platform): Promise<void> {
  const ready = once(server, 'listening');
  server.listen(machineLockAddress(NAME, platform));
  await ready;
}
