import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const REAPER = join(import.meta.dirname, 'reap.pl');

/**
 * Seconds of processor time, user and system, of this process and all its ended children, with theirs; null if unknown
 * (not on Linux). Commands count with everything that they started only if `reaped` ran them.
 */
export function processorTime(): number | null {
  if (!canReap()) return null;
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The program's name is in parentheses and may contain anything; utime is field 14, the name field 2 (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15).map(Number);
  return (utime + stime + cutime + cstime) / ticksPerSecond();
}

/** The command line that runs a command and, if possible, waits for everything that it leaves behind. */
export function reaped(command: string, args: readonly string[]): [string, string[]] {
  return canReap() ? ['perl', [REAPER, command, ...args]] : [command, [...args]];
}

let able: boolean | undefined;

/** Whether this is a Linux with Perl, which every Debian has. */
function canReap(): boolean {
  able ??= process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) && hasPerl();
  return able;
}

function hasPerl(): boolean {
  try {
    execFileSync('perl', ['-e', 'use POSIX;'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function ticksPerSecond(): number {
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}
