import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** A program and its arguments. */
type Command = readonly [program: string, ...args: string[]];

/**
 * An autostart file (freedesktop.org Autostart Specification) at `path` that starts `command`. Desktops have their own
 * switches for what starts at login; some leave the file in place and mark it.
 */
export function autostartEntry(path: string, command: Command) {
  const write = (): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileAtomic.sync(path, entryFor(command));
  };
  return {
    isEnabled: (): boolean => isOn(readEntry(path)),
    setEnabled: (enabled: boolean): void => {
      if (enabled) write();
      else rmSync(path, { force: true });
    },
    repair: (): void => {
      const entry = readEntry(path);
      if (!isOn(entry)) return;
      // With several copies, the one that the user chose keeps being started.
      const program = programOf(entry.get('Exec') ?? '');
      if (program === null || !existsSync(program)) write();
    },
  };
}

/** The file's folder. The specification says to ignore a relative `XDG_CONFIG_HOME`. */
export function autostartPath(env: NodeJS.ProcessEnv): string {
  const config = env['XDG_CONFIG_HOME'] ?? '';
  return join(
    isAbsolute(config) ? config : join(homedir(), '.config'),
    'autostart/py-perf-desktop.desktop',
  );
}

function entryFor([program, ...args]: Command): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Py-Perf Desktop',
    `Exec=${[quoted(program), ...args].join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    // An icon created before the panel is never shown, and a hidden start has nothing else.
    'X-GNOME-Autostart-Delay=5',
    'X-KDE-autostart-after=panel',
    'X-LXQt-Need-Tray=true',
    '',
  ].join('\n');
}

/** The keys of the file's first group; empty if no file can be read. */
function readEntry(path: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return new Map();
  }
  const [, group = ''] = text.split(/^\[.*\]$/mu);
  return new Map(
    group.split('\n').flatMap((line) => {
      const [, key, value] = /^([^#=\s]+)\s*=\s*(.*)$/u.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value.trimEnd()]];
    }),
  );
}

function isOn(entry: ReadonlyMap<string, string>): boolean {
  return (
    entry.has('Exec') &&
    entry.get('Hidden') !== 'true' &&
    entry.get('X-GNOME-Autostart-enabled') !== 'false'
  );
}

/**
 * A quoted argument of `Exec`: reserved characters escaped, then backslashes again as in any string value, then `%`.
 */
function quoted(argument: string): string {
  const escaped = argument.replace(/["`$\\]/gu, '\\$&').replaceAll('\\', '\\\\');
  return `"${escaped.replaceAll('%', '%%')}"`;
}

/** The program that `Exec` starts by its path, if it is quoted as above; else null. */
function programOf(exec: string): string | null {
  const text = exec.replaceAll('\\\\', '\\');
  const [, program] = /^"((?:[^"\\]|\\.)*)"/u.exec(text) ?? [];
  return program === undefined ? null : program.replace(/\\(.)/gu, '$1').replaceAll('%%', '%');
}
