import { describe, expect, it } from 'vitest';
import {
  ProcessTable,
  executableName,
  pageSizeOf,
  parsePidStat,
} from '../../../../../collector/probes/linux/processes.ts';
import { madeUpRoot, type Files } from '../../../../support/collector/made-up-root.ts';

const REST =
  'S 1 1 1 0 -1 4194560 9 9 9 9 150 50 0 0 20 0 1 0 7777 1000000 300 18446744073709551615';

describe('/proc/PID/stat', () => {
  it('reads a name with spaces and parentheses', () => {
    expect(parsePidStat(`42 (my (odd) name) ${REST}`)).toEqual({
      pid: 42,
      name: 'my (odd) name',
      cpuSeconds: 2,
      startedAt: 7777,
      pages: 300,
    });
  });

  it.each(['', '42', '42 (cut'])('rejects %j', (text) => {
    expect(parsePidStat(text)).toBeNull();
  });
});

async function read(files: Files): Promise<{ count: number | undefined; why: string[] }> {
  using root = madeUpRoot(files);
  const why: string[] = [];
  const found = await new ProcessTable(root, (_, reason) => {
    why.push(reason);
  }).read();
  return { count: found?.length, why };
}

describe('the processes', () => {
  const own = { 'proc/900/stat': `900 (node) ${REST}` };
  const others = { 'proc/1/stat': `1 (systemd) ${REST}`, 'proc/2/stat': `2 (kthreadd) ${REST}` };
  const proc = (options: string): Files => ({
    'proc/self/mountinfo': `22 1 0:21 / /proc rw - proc proc ${options}\n`,
  });

  it('all visible processes are listed', async () => {
    expect(await read({ ...own, ...others, ...proc('rw') })).toEqual({ count: 3, why: [] });
  });

  it.each(['rw,hidepid=2', 'rw,hidepid=1', 'rw,hidepid=invisible', 'rw,gid=9,hidepid=ptraceable'])(
    'the processes are absent, not those of one user, if others are hidden: %s',
    async (options) => {
      const { count, why } = await read({ ...own, ...proc(options) });
      expect(count).toBeUndefined();
      expect(why.join()).toContain('hidepid');
    },
  );

  it.each(['rw,hidepid=0', 'rw,hidepid=off'])(
    'the processes are counted if none is hidden: %s',
    async (options) => {
      expect((await read({ ...own, ...proc(options) })).count).toBe(1);
    },
  );

  it('the processes are counted with the right to see hidden ones', async () => {
    expect((await read({ ...own, ...others, ...proc('rw,hidepid=2') })).count).toBe(3);
  });

  it('the processes are absent if none is visible', async () => {
    expect(await read({})).toEqual({ count: undefined, why: ['none can be seen'] });
  });

  it.each([
    [4096, 120_000, 30_001],
    [16_384, 480_200, 30_000],
    [65_536, 64_000, 1000],
  ])('have their memory in pages of %i bytes', async (size, kib, pages) => {
    using root = madeUpRoot({
      'proc/7/stat': `7 (a) ${REST.replace(' 300 ', ` ${String(pages)} `)}`,
      'proc/7/status': `Name:\ta\nVmRSS:\t${String(kib)} kB\n`,
    });
    const [found] = (await new ProcessTable(root, () => undefined).read()) ?? [];
    expect(found?.memoryBytes).toBe(pages * size);
  });
});

describe('the page size of an auxiliary vector', () => {
  it('the page size of an auxiliary vector is found among the others', () => {
    const words = [33n, 5n, 6n, 16_384n, 0n, 0n];
    const auxv = Buffer.from(BigUint64Array.from(words).buffer);
    expect(pageSizeOf(auxv, true)).toBe(16_384);
    const narrow = Buffer.from(Uint32Array.from(words.map(Number)).buffer);
    expect(pageSizeOf(narrow, false)).toBe(16_384);
    expect(pageSizeOf(Buffer.alloc(0), true)).toBeUndefined();
  });
});

describe('the name of a process', () => {
  const named = async (name: string, cmdline: string[], exe?: string): Promise<string> => {
    using root = madeUpRoot({
      'proc/5/cmdline': cmdline.length === 0 ? '' : `${cmdline.join('\0')}\0`,
      ...(exe === undefined ? {} : { 'proc/5/exe': `-> ${exe}` }),
    });
    return await executableName(root, { pid: 5, name });
  };

  it.each<[string, string, string[], string | undefined, string]>([
    [
      'its executable\u2019s, not its thread\u2019s',
      'MainThread',
      ['/usr/bin/node', 'server.js'],
      '/usr/bin/node',
      'node',
    ],
    [
      'by its command where the executable may not be seen',
      'MainThread',
      ['/opt/tool/bin/node', 'x.js'],
      undefined,
      'node',
    ],
    [
      'its executable\u2019s where the content says what it shows',
      'Isolated Web Co',
      ['/usr/lib/firefox/firefox', '-contentproc'],
      '/usr/lib/firefox/firefox',
      'firefox',
    ],
    [
      'a script\u2019s own',
      'gunicorn',
      ['/usr/bin/python3', '/usr/bin/gunicorn', 'app:app'],
      '/usr/bin/python3.12',
      'gunicorn',
    ],
    [
      'whole where the kernel cut it',
      'systemd-timesyn',
      ['/usr/lib/systemd/systemd-timesyncd'],
      undefined,
      'systemd-timesyncd',
    ],
    ['a kernel thread\u2019s own', 'kworker/u8:2-ev', [], undefined, 'kworker/u8:2-ev'],
    [
      'without what a title says besides',
      'postgres',
      ['postgres: someone secrets [local] idle'],
      undefined,
      'postgres',
    ],
    [
      'without the arguments of a long title',
      'long-name-of-ser',
      ['long-name-of-server --password=x'],
      undefined,
      'long-name-of-server',
    ],
    ['a login shell\u2019s', 'bash', ['-bash'], '/usr/bin/bash', 'bash'],
    [
      'a Windows program\u2019s under Wine',
      'game.exe',
      ['C:\\games\\game.exe'],
      '/usr/bin/wine64-preloader',
      'game.exe',
    ],
    [
      'that of an executable that was replaced',
      'MainThread',
      ['node'],
      '/usr/bin/node (deleted)',
      'node',
    ],
    ['what it is where nothing else says', 'gone', [], undefined, 'gone'],
    ['no title\u2019s path', 'worker-1', ['sshd: user@pts/0'], undefined, 'sshd'],
  ])('is %s', async (_, name, cmdline, exe, right) => {
    expect(await named(name, cmdline, exe)).toBe(right);
  });
});
