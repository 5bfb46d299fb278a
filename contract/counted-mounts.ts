import type { UncountedMount } from './alerts.ts';
import { uncountedOf } from './exemptions.ts';
import type { FullestMount, HostRef } from './host.ts';
import type { FileSystemUse } from './sample.ts';

/** Whether a mount point of one host counts towards the fullest file system; null: all count. */
export type CountsMount = ((mount: string) => boolean) | null;

/** Which file systems of a host count, by the settings. */
export function mountsThatCount(
  host: HostRef,
  labels: readonly string[],
  uncounted: readonly UncountedMount[],
): CountsMount {
  const patterns = uncountedOf(host, labels, { uncountedMounts: uncounted }).map(
    ({ mount }) => mount,
  );
  return patterns.length === 0 ? null : (mount) => !patterns.some((one) => matches(one, mount));
}

/** The fullest file system that counts, the first of equals; undefined: none. */
export function fullestMount(
  fileSystems: readonly FileSystemUse[],
  counts: CountsMount,
): FullestMount | undefined {
  let fullest: FullestMount | undefined;
  for (const { mount, sizeMb, usedMb } of fileSystems) {
    if (sizeMb <= 0 || counts?.(mount) === false) continue;
    const percent = (usedMb / sizeMb) * 100;
    if (fullest === undefined || percent > fullest.percent) fullest = { mount, percent };
  }
  return fullest;
}

/** Whether a text matches a pattern, in which `*` matches any text. Takes time proportional to both lengths. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) return text === pattern;
  if (!text.startsWith(first)) return false;
  const last = others.pop() ?? '';
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
