import type { FleetOverview, HostRef, HostSummary } from '../contract/fleet.ts';
import { OFFLINE_AFTER, hostState } from '../contract/status.ts';

/** Hosts whose state has changed, told together. */
export interface HostNews {
  wentOffline: HostRef[];
  cameBack: HostRef[];
}

/** Seconds that news wait for more of their kind: a site that fails takes its hosts with it within a minute. */
const SETTLE = 60;

/**
 * Finds the hosts that go offline and come back. A host counts as offline only where its source was read after the host should
 * have reported: not when the viewer slept, nor when the source fails. Hosts that are offline at the first look are
 * not news, so a restart tells nothing twice.
 */
export class HostWatch {
  readonly #online = new Map<string, boolean>();
  #offline = new Map<string, HostRef>();
  #back = new Map<string, HostRef>();
  #oldest: number | null = null;

  /** Looks at the fleet at `now` (Unix seconds); answers what is to be told, or null. */
  observe(overview: FleetOverview, now: number): HostNews | null {
    const readAt = new Map(overview.sources.map(({ id, lastSyncedAt }) => [id, lastSyncedAt]));
    for (const host of overview.hosts) this.#look(host, readAt.get(host.sourceId) ?? null, now);
    if (this.#offline.size + this.#back.size === 0) this.#oldest = null;
    if (this.#oldest === null || now - this.#oldest < SETTLE) return null;
    const news = { wentOffline: [...this.#offline.values()], cameBack: [...this.#back.values()] };
    this.#offline = new Map();
    this.#back = new Map();
    this.#oldest = null;
    return news;
  }

  #look(host: HostSummary, readAt: number | null, now: number): void {
    const key = `${host.sourceId}/${host.hostname}`;
    const online = hostState(host.lastSeen, now) === 'online';
    const before = this.#online.get(key);
    if (!online && !isProven(host.lastSeen, readAt)) return;
    this.#online.set(key, online);
    if (before === undefined || before === online) return;
    const { sourceId, hostname } = host;
    const [ours, others] = online ? [this.#back, this.#offline] : [this.#offline, this.#back];
    // Gone and back (or the reverse) before anyone was told: no news.
    if (others.delete(key)) return;
    ours.set(key, { sourceId, hostname });
    this.#oldest ??= now;
  }
}

function isProven(lastSeen: number | null, readAt: number | null): boolean {
  return readAt !== null && (lastSeen === null || readAt - lastSeen >= OFFLINE_AFTER);
}

/** Hosts up to which a notification names them all. */
const NAMED = 3;

export interface Message {
  title: string;
  body: string;
  /** What a click on it opens; null: the overview. */
  host: HostRef | null;
}

/** What to say of news: one message for each kind, however many hosts. */
export function messagesFor({ wentOffline, cameBack }: HostNews): Message[] {
  return [
    ...message(wentOffline, 'went offline', 'No sample for 6 minutes.'),
    ...message(cameBack, 'came back', 'Samples arrive again.'),
  ];
}

function message(hosts: readonly HostRef[], verb: string, body: string): Message[] {
  const [first] = hosts;
  if (first === undefined) return [];
  if (hosts.length === 1) return [{ title: `${first.hostname} ${verb}`, body, host: first }];
  const names = hosts.slice(0, NAMED).map(({ hostname }) => hostname);
  const rest = hosts.length - names.length;
  return [
    {
      title: `${String(hosts.length)} hosts ${verb}`,
      body: rest > 0 ? `${names.join(', ')} and ${String(rest)} more` : names.join(', '),
      host: null,
    },
  ];
}
