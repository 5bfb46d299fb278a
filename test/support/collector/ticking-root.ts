import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A made-up machine for a collector's `hostRoot`, on Linux: just what upload tests need, fast to read. */
export interface TickingRoot {
  readonly path: string;
  /** A minute of processor time passes. */
  tick: () => void;
  remove: () => void;
}

const TICKS_PER_SECOND = 100;
const BUSY_S = 15;
const IDLE_S = 45;

/** Creates the machine's files in a temporary folder. */
export function tickingRoot(): TickingRoot {
  const path = mkdtempSync(join(tmpdir(), 'ticking-root-'));
  const proc = join(path, 'proc');
  let minutes = 1;
  const write = (): void => {
    const user = minutes * BUSY_S * TICKS_PER_SECOND;
    const idle = minutes * IDLE_S * TICKS_PER_SECOND;
    const times = `${String(user)} 0 0 ${String(idle)} 0 0 0 0 0 0`;
    writeFileSync(join(proc, 'stat'), `cpu  ${times}\ncpu0 ${times}\n`);
  };
  mkdirSync(proc);
  writeFileSync(join(proc, 'meminfo'), 'MemTotal: 8000000 kB\nMemAvailable: 6000000 kB\n');
  write();
  return {
    path,
    tick: () => {
      minutes += 1;
      write();
    },
    remove: () => {
      rmSync(path, { recursive: true });
    },
  };
}
