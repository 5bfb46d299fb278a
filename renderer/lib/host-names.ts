/** The share of hosts with a common domain from which it is omitted. */
const COMMON = 0.5;

/** The domain (`.fra.example.net`) of most hostnames; empty if there is none. */
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

/** From the first dot on, if a name precedes it and it is not an IP address. */
function domainOf(hostname: string): string {
  const dot = hostname.indexOf('.');
  return dot < 1 || /^[\d.]+$/u.test(hostname) ? '' : hostname.slice(dot);
}
