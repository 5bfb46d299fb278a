/** Half of the hosts have a name that agrees before the first dot with that of another; a hundred are all of one name. */
function nameOf(index: number): string {
  if (index < 100) return `worker.rack-${String(index)}.example.net`;
  const [half, side] = [Math.floor(index / 2), index % 4 === 1 ? 'local' : 'lan'];
  return index % 4 < 2 ? `node-${String(half)}.${side}` : `web-${String(index)}.example.net`;
}

/** The names of a fleet of this size. */
export function namesOf(hosts: number): string[] {
  return Array.from({ length: hosts }, (_, index) => nameOf(index));
}
