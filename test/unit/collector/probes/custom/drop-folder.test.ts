import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { DropFolder } from '../../../../../collector/probes/custom/drop-folder.ts';
import { nowSeconds, systemClock } from '../../../../../platform/clock.ts';
import { madeUpRoot } from '../../../../support/collector/made-up-root.ts';

let left: string[];

beforeEach(() => {
  left = [];
});

async function read(
  files: Record<string, string | Uint8Array>,
  change: (path: string) => void = () => undefined,
): Promise<Record<string, number>> {
  using root = madeUpRoot({});
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(root.path, name), content);
    chmodSync(join(root.path, name), 0o644);
  }
  chmodSync(root.path, 0o755);
  change(root.path);
  const folder = folderAt(root.path);
  return asRecord(await folder.read());
}

function folderAt(path: string, now = () => nowSeconds(systemClock)): DropFolder {
  return new DropFolder(path, {
    leaveOut: (_, why) => left.push(why),
    now,
    platform: process.platform,
  });
}

const asRecord = (values: readonly { name: string; value: number }[]) =>
  Object.fromEntries(values.map(({ name, value }) => [name, value]));

describe.skipIf(process.platform === 'win32')('a drop folder', () => {
  it('its files are read by name, others are not', async () => {
    expect(
      await read({
        'b.prom': 'b 2\n',
        'a.prom': 'a 1\n',
        'c.prom.1234': 'c 3\n',
        'd.txt': 'd 4\n',
      }),
    ).toEqual({ a: 1, b: 2 });
    expect(left).toEqual([]);
  });

  it('a missing folder yields nothing', async () => {
    expect(await folderAt('/nowhere/at/all').read()).toEqual([]);
    expect(left).toEqual([]);
  });

  it('an invalid file does not affect the others', async () => {
    const files = {
      'torn.prom': 'torn 1',
      'utf16.prom': Uint8Array.from(Buffer.from('\ufeffa 1\n', 'utf16le')),
      'latin1.prom': Uint8Array.from(Buffer.from('a{x="\u00e4"} 1\n', 'latin1')),
      'mark.prom': '\ufeffmark 1\n',
      'good.prom': 'good 1\n',
      'large.prom': `# ${'x'.repeat(256 * 1024)}\nlarge 1\n`,
    };
    expect(await read(files)).toEqual({ good: 1, mark: 1 });
    expect(left).toEqual([
      'large.prom: it is larger than 256 KiB',
      'latin1.prom: it is not UTF-8',
      expect.stringContaining('torn.prom: it does not end with a line break'),
      expect.stringContaining('utf16.prom: it is UTF-16'),
    ]);
  });

  it('links, pipes and folders are ignored', async () => {
    const found = await read({ 'real.txt': 'secret 1\n' }, (path) => {
      symlinkSync(join(path, 'real.txt'), join(path, 'link.prom'));
      mkdirSync(join(path, 'folder.prom'));
      spawnSync('mkfifo', [join(path, 'pipe.prom')]);
    });
    expect(found).toEqual({});
    expect(left).toEqual([
      'folder.prom: it is no file',
      'link.prom: it is a symbolic link; put the file itself here',
      'pipe.prom: it is no file',
    ]);
  });

  it('files and folders that everybody may write are ignored', async () => {
    expect(
      await read({ 'a.prom': 'a 1\n' }, (path) => {
        chmodSync(join(path, 'a.prom'), 0o666);
      }),
    ).toEqual({});
    expect(
      await read({ 'a.prom': 'a 1\n' }, (path) => {
        chmodSync(path, 0o777);
      }),
    ).toEqual({});
    expect(left).toEqual([
      'a.prom: everybody may write to it (chmod o-w)',
      'everybody may write to the folder; take that right away (chmod o-w)',
    ]);
  });

  it('a stale file is ignored', async () => {
    const daysAgo = nowSeconds(systemClock) - 2 * 86_400;
    const old = await read({ 'a.prom': 'a 1\n', 'b.prom': 'b 2\n' }, (path) => {
      utimesSync(join(path, 'a.prom'), daysAgo, daysAgo);
    });
    expect(old).toEqual({ b: 2 });
    expect(left).toEqual(['a.prom: it has not been written for 48 hours']);
  });

  it('what cannot be stored is named, and the rest stays', async () => {
    const found = await read({
      'a.prom': 'nan NaN\ninf +Inf\nhuge 1e300\nfine 1\n',
      'b.prom': `fine 2\n${'x'.repeat(65)} 1\n__proto__ 3\n`,
    });
    expect(found).toEqual(
      Object.fromEntries([
        ['fine', 1],
        ['__proto__', 3],
      ]),
    );
    expect(left).toEqual([
      'nan in a.prom: NaN cannot be stored',
      'inf in a.prom: Infinity cannot be stored',
      'huge in a.prom: 1e+300 cannot be stored',
      'fine in b.prom is also in another file',
      expect.stringContaining('the name is longer than 64 bytes'),
    ]);
  });

  it('eight are taken, the others counted', async () => {
    const text = Array.from({ length: 20 }, (_, index) => `n${String(index)} ${String(index)}\n`);
    expect(Object.keys(await read({ 'a.prom': text.join('') }))).toHaveLength(8);
    expect(left).toEqual(['12 of a.prom: a sample has room for 8 of them']);
  });

  it('a rewritten file is read again', async () => {
    using root = madeUpRoot({});
    chmodSync(root.path, 0o755);
    const path = join(root.path, 'a.prom');
    const folder = folderAt(root.path);
    for (const value of [1, 22, 333]) {
      writeFileSync(path, `a ${String(value)}\n`);
      chmodSync(path, 0o644);
      expect(asRecord(await folder.read())).toEqual({ a: value });
      expect(asRecord(await folder.read())).toEqual({ a: value });
    }
  });
});
