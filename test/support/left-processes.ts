import { readFileSync, readdirSync } from 'node:fs';

/** Processes whose command line or environment names a folder, by pid; Linux only, without the caller itself. */
export function processesOf(folder: string): string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  return ids.filter((id) => {
    if (id === String(process.pid)) return false;
    try {
      return ['cmdline', 'environ'].some((name) =>
        readFileSync(`/proc/${id}/${name}`, 'utf8').includes(folder),
      );
    } catch {
      // Ended meanwhile.
      return false;
    }
  });
}
