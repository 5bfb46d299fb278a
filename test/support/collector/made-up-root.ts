import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { linuxProbes } from '../../../collector/probes/linux/linux-probes.ts';
import { hostRoot, type HostRoot } from '../../../collector/probes/linux/root.ts';
import { Sampler } from '../../../collector/sampler.ts';
import { systemClock } from '../../../platform/clock.ts';

/** The files of a made-up machine by path; a value that begins with "-> " is a symbolic link. */
export type Files = Readonly<Record<string, string>>;

/** Writes a made-up machine's files into a new folder, which is removed at the end of the block that holds it. */
export function madeUpRoot(files: Files): HostRoot & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'made-up-root-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), file);
    else writeFileSync(file, text);
  }
  return {
    ...hostRoot(folder),
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A root with a first state of a machine, and another one after `turn`. */
export function turningRoot(before: HostRoot, after: HostRoot): HostRoot & { turn: () => void } {
  let now = before;
  return {
    path: before.path,
    own: false,
    read: (path) => now.read(path),
    tryRead: (path) => now.tryRead(path),
    firstOf: (...paths) => now.firstOf(...paths),
    list: (path) => now.list(path),
    exists: (path) => now.exists(path),
    link: (path) => now.link(path),
    quick: {
      read: (path) => now.quick.read(path),
      list: (path) => now.quick.list(path),
      exists: (path) => now.quick.exists(path),
    },
    turn: () => {
      now = after;
    },
  };
}

/** A sampler's result on a made-up machine, 60 s after a first reading; `leftOut` collects what it leaves out. */
export async function measureTwice(
  before: HostRoot,
  after = before,
  leftOut: string[] = [],
): ReturnType<Sampler['measure']> {
  const root = turningRoot(before, after);
  let elapsed = 1000;
  const note = (what: string, why: string): void => {
    leftOut.push(`${what}: ${why}`);
  };
  const sampler = new Sampler({
    clock: systemClock,
    hostname: 'a',
    collector: 'test/0',
    processNames: true,
    onProblem: note,
    probes: linuxProbes(root, note),
    elapsed: () => elapsed,
  });
  await sampler.prime();
  root.turn();
  elapsed += 60;
  return sampler.measure();
}
