/** The path of a field: parts joined by "/"; a "/" within a part is written %2F. */
export function pathOf(...parts: string[]): string {
  return parts.map((part) => part.replace(/%/gu, '%25').replace(/\//gu, '%2F')).join('/');
}

/** The parts of a path. */
export function partsOf(path: string): string[] {
  return path.split('/').map((part) => part.replace(/%2F/gu, '/').replace(/%25/gu, '%'));
}

/** A path in readable form. */
export function namedPath(path: string): string {
  return partsOf(path).join(' / ');
}
