/** Part of the hosts that share a domain from which on it is left out. */
const COMMON = 0.5;

/** The domain (`.fra.example.net`) that most of several hostnames have; empty where none does. */
export function commonDomain(hostnames: readonly string[]): string {
  if (hostnames.length < 2) return '';
  const counts = new Map<string, number>();
  for (const hostname of hostnames) {
    const domain = domainOf(hostname);
    if (domain !== '') counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  const [domain = '', count = 0] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  return count > hostnames.length * COMMON ? domain : '';
}

/** From the first dot on, where a name stands before it and it is no address. */
function domainOf(hostname: string): string {
  const dot = hostname.indexOf('.');
  return dot < 1 || /^[\d.]+$/u.test(hostname) ? '' : hostname.slice(dot);
}
