import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { LeaveOut, ProcessReading } from '../probes.ts';
import { parseMountinfo } from './mountinfo.ts';
import type { HostRoot } from './root.ts';

/** Clock ticks per second in /proc, whatever the kernel's own rate. */
const TICKS = 100;
const SMALLEST_PAGE = 4096;
/** Processes read without a pause. */
const AT_A_TIME = 200;

/** A process from `/proc/PID/stat`, its memory in pages. */
export interface PidStat extends Omit<ProcessReading, 'memoryBytes'> {
  pages: number;
}

/**
 * Parses `/proc/PID/stat`; null if the format differs. The name is in parentheses and may itself contain spaces and
 * parentheses.
 */
export function parsePidStat(text: string): PidStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = text.slice(close + 2).split(' ');
  const reading = {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    startedAt: Number(fields[19]),
    pages: Number(fields[21]),
  };
  return Number.isFinite(reading.cpuSeconds) && Number.isFinite(reading.pages) ? reading : null;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Reads all processes of a machine. */
export class ProcessTable {
  readonly #root: HostRoot;
  readonly #leaveOut: LeaveOut;
  #pageSize: number | null = null;

  constructor(root: HostRoot, leaveOut: LeaveOut) {
    this.#root = root;
    this.#leaveOut = leaveOut;
  }

  /** Undefined if only some are visible: their count would not be the machine's. */
  async read(): Promise<ProcessReading[] | undefined> {
    const hidden = await whyHidden(this.#root);
    if (hidden !== null) {
      this.#leaveOut('processes', hidden);
      return undefined;
    }
    const found: PidStat[] = [];
    const { quick } = this.#root;
    let read = 0;
    for (const entry of quick.list('proc')) {
      if (!isDigit(entry.charCodeAt(0))) continue;
      // A process may end between listing and reading.
      const stat = parsePidStat(quick.read(`proc/${entry}/stat`));
      if (stat !== null) found.push(stat);
      read += 1;
      // Thousands of processes must not block this process.
      if (read % AT_A_TIME === 0) await setImmediate();
    }
    if (found.length === 0) {
      this.#leaveOut('processes', 'none can be seen');
      return undefined;
    }
    this.#pageSize ??= await this.#measurePage(found);
    const pageSize = this.#pageSize;
    return found.map(({ pages, ...process }) => ({ ...process, memoryBytes: pages * pageSize }));
  }

  /** Bytes of a page: 4 KiB on most machines, 16 or 64 KiB with some kernels for ARM and POWER. */
  async #measurePage(processes: readonly PidStat[]): Promise<number> {
    // The kernel reports every process' page counts; this process' page size is the machine's, unless the root is
    // another machine's.
    const told = this.#root.own ? pageSizeOf(await readAuxv()) : undefined;
    if (told !== undefined) return told;
    const largest = processes.reduce((a, b) => (b.pages > a.pages ? b : a));
    const status = await this.#root.tryRead(`proc/${String(largest.pid)}/status`);
    const kib = Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1]);
    // The two are counted separately, and agree to within a few pages.
    const size = 2 ** Math.round(Math.log2((kib * 1024) / largest.pages));
    return Number.isFinite(size) && size >= SMALLEST_PAGE ? size : SMALLEST_PAGE;
  }
}

/** The inode of the first PID namespace (include/linux/proc_ns.h). */
const FIRST_NAMESPACE = 'pid:[4026531836]';
/** Containers whose /proc shows only their own memory and processes, consistently. */
const WHOLE_MACHINE = /^fuse\.lxcfs$/u;

/** Why not all processes of the machine are visible, or null. */
async function whyHidden(root: HostRoot): Promise<string | null> {
  const mounts = parseMountinfo(await root.firstOf('proc/self/mountinfo', 'proc/1/mountinfo'));
  const proc = mounts.findLast(({ type, point }) => type === 'proc' && point === '/proc');
  const hides = proc?.superOptions.some((option) => /^hidepid=(?!0$|off$)/u.test(option)) === true;
  if (hides && (await root.tryRead('proc/1/stat')) === '')
    return 'those of other users are hidden (hidepid); root sees them, and so do members of the group in the gid= option of /proc';
  if (!root.own) return null;
  const namespace = await root.link('proc/self/ns/pid');
  const isContainer = namespace !== '' && namespace !== FIRST_NAMESPACE;
  if (!isContainer || mounts.some(({ type }) => WHOLE_MACHINE.test(type))) return null;
  // WSL gives each distribution a PID namespace; it counts as the machine all the same.
  if (/microsoft/iu.test(await root.tryRead('proc/sys/kernel/osrelease'))) return null;
  return 'only those of this container are visible; start it with the host\u2019s (--pid host), or give --host-root';
}

/** The name of a process' executable: what its main thread calls itself may be anything. */
export async function executableName(
  root: HostRoot,
  { pid, name }: Pick<ProcessReading, 'pid' | 'name'>,
): Promise<string> {
  const folder = `proc/${String(pid)}`;
  const [argv0 = '', argv1 = ''] = (await root.tryRead(`${folder}/cmdline`)).split('\0');
  // Kernel threads have neither, and keep their own name.
  if (argv0 === '') return name;
  // A script's name is the script's, not its interpreter's; a title that a program sets begins with its name.
  for (const started of [lastPart(argv0), lastPart(argv1), argv0])
    if (started.startsWith(name)) return completed(name, started);
  // Without the right to trace a process, its executable is not visible.
  const exe = (await root.link(`${folder}/exe`)).replace(/ \(deleted\)$/u, '');
  const [program = ''] = argv0.replace(/^-/u, '').split(/[\s:]/u);
  return lastPart(exe) || lastPart(program) || name;
}

/** The length at which the kernel cuts names in /proc, in bytes. */
const CUT_AT = 15;

/** The full name for one that was cut, without arguments that may follow it. */
function completed(name: string, started: string): string {
  if (Buffer.byteLength(name) < CUT_AT) return name;
  const rest = /^[^\s:]*/u.exec(started.slice(name.length))?.[0] ?? '';
  return `${name}${rest}`;
}

/** The last part of a path, also of a Windows path (Wine). */
function lastPart(path: string): string {
  return path.split(/[\\/]/u).at(-1) ?? '';
}

const AT_PAGESZ = 6;

/** The page size in an auxiliary vector (getauxval(3)), which consists of pairs of machine words. */
export function pageSizeOf(
  auxv: Buffer,
  wide = !/^(?:arm|ia32|mips|mipsel)$/u.test(process.arch),
): number | undefined {
  const size = wide ? 8 : 4;
  const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  const word = (at: number): number => {
    if (!wide) return little ? auxv.readUInt32LE(at) : auxv.readUInt32BE(at);
    return Number(little ? auxv.readBigUInt64LE(at) : auxv.readBigUInt64BE(at));
  };
  for (let at = 0; at + 2 * size <= auxv.length; at += 2 * size)
    if (word(at) === AT_PAGESZ) return word(at + size);
  return undefined;
}

function readAuxv(): Promise<Buffer> {
  return readFile('/proc/self/auxv').catch(() => Buffer.alloc(0));
}
