import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSocketServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readContainers } from '../../../../../collector/probes/linux/containers.ts';
import type { ContainerReading } from '../../../../../collector/probes/probes.ts';
import { madeUpRoot } from '../../../../support/collector/made-up-root.ts';

const ID = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

/** What `GET /containers/json` of Docker 27 answers, as far as it is read. */
const list = (...containers: { Id: unknown; Names?: unknown }[]): unknown =>
  containers.map((entry) => ({ Image: 'x', State: 'running', ...entry }));

/** What `GET /containers/ID/stats?stream=false&one-shot=true` answers. */
const stats = (nanoseconds: unknown, usage: unknown, more: unknown = { inactive_file: 1000 }) => ({
  read: '2026-11-30T10:00:00Z',
  cpu_stats: { cpu_usage: { total_usage: nanoseconds }, online_cpus: 4 },
  memory_stats: { usage, stats: more, limit: 8e9 },
});

interface Found {
  found: ContainerReading[] | undefined;
  left: string[];
  asked: string[];
}

async function read(server: (asked: string[]) => Server, name = 'docker.sock'): Promise<Found> {
  using root = madeUpRoot({});
  const path = join(root.path, 'run', name);
  mkdirSync(join(path, '..'), { recursive: true });
  const [left, asked]: string[][] = [[], []];
  const listening = server(asked ?? []).listen(path);
  await once(listening, 'listening');
  try {
    const found = await readContainers(root, (_, why) => left?.push(why.replace(root.path, '')));
    return { found, left: left ?? [], asked: asked ?? [] };
  } finally {
    listening.close();
    if ('closeAllConnections' in listening) (listening.closeAllConnections as () => void)();
  }
}

const answering =
  (answers: Record<string, unknown>) =>
  (asked: string[]): Server => {
    const listener: RequestListener = ({ url = '' }, response) => {
      asked.push(url);
      const answer = answers[url.split('?')[0] ?? ''];
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
    };
    return createServer(listener);
  };

describe.skipIf(process.platform === 'win32')('containers', () => {
  it.each(['docker.sock', 'podman/podman.sock'])('are asked at %s', async (name) => {
    const server = answering({
      '/containers/json': list({ Id: ID, Names: ['/shop-web-1'] }, { Id: OTHER, Names: [] }),
      [`/containers/${ID}/stats`]: stats(2.5e9, 5000),
      [`/containers/${OTHER}/stats`]: stats(1e9, 500, { total_inactive_file: 100 }),
    });
    const { found, left } = await read(server, name);
    expect(found).toEqual([
      { id: ID, name: 'shop-web-1', cpuSeconds: 2.5, memoryBytes: 4000 },
      { id: OTHER, name: 'bbbbbbbbbbbb', cpuSeconds: 1, memoryBytes: 400 },
    ]);
    expect(left).toEqual([]);
  });

  it('a container that has ended meanwhile does not affect the others', async () => {
    const server = answering({
      '/containers/json': list({ Id: ID, Names: ['/gone'] }, { Id: OTHER, Names: ['/here'] }),
      [`/containers/${OTHER}/stats`]: stats(0, 500),
    });
    expect((await read(server)).found?.map(({ name }) => name)).toEqual(['here']);
  });

  it('an invalid id never becomes part of a path, and an invalid number is absent', async () => {
    const server = answering({
      '/containers/json': list({ Id: '../images' }, { Id: 7 }, { Id: ID }, { Id: OTHER }),
      [`/containers/${ID}/stats`]: stats('many', 500),
      [`/containers/${OTHER}/stats`]: 'null',
    });
    const { found, asked } = await read(server);
    expect(found).toEqual([]);
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['no list', answering({ '/containers/json': {} }), 'not a list of containers'],
    ['no JSON', answering({ '/containers/json': '<html>' }), 'no JSON'],
    ['an error', answering({}), 'status 404'],
    ['too much', answering({ '/containers/json': 'x'.repeat(2 ** 20 + 1) }), 'larger than 1 MiB'],
    [
      'no HTTP',
      () => createSocketServer((socket) => socket.on('error', () => undefined).end('hello\n')),
      'run/docker.sock',
    ],
    [
      'nothing at all',
      () => createSocketServer((socket) => socket.on('error', () => undefined).unref()),
      'did not answer in time',
    ],
  ])('an answer with %s yields no containers', async (_, server, why) => {
    const { found, left } = await read(server);
    expect(found).toBeUndefined();
    expect(left.join()).toContain(why);
  });

  it('without a socket nothing is requested', async () => {
    using root = madeUpRoot({});
    expect(await readContainers(root, () => undefined)).toBeUndefined();
  });
});
