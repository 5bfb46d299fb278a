const MAX_HOSTNAME_LENGTH = 253;

/**
 * A hostname as the py-perf ecosystem stores it: control characters (below 32, and 127) removed,
 * trimmed, cut at 253 characters, `unknown` if nothing is left. Characters are code points, as in Python.
 */
export function normalizeHostname(raw: string): string {
  const cleaned = raw
    .trim()
    .replace(/[\u0000-\u001f\u007f]/gu, '')
    .trim();
  const cut = Array.from(cleaned).slice(0, MAX_HOSTNAME_LENGTH).join('');
  return cut === '' ? 'unknown' : cut;
}

/**
 * Whether two names are likely one machine (`Mac.home.local`, `Mac.local`): the part before the first
 * dot agrees, ignoring case, and is longer than three characters. For telling the user, never for merging.
 */
export function likelySameMachine(a: string, b: string): boolean {
  const [shortA = ''] = a.toLowerCase().split('.');
  const [shortB = ''] = b.toLowerCase().split('.');
  return a !== b && shortA === shortB && Array.from(shortA).length > 3;
}
