import type { Item } from '../../contract/records.ts';
import type { DynamoSource } from '../remote/dynamo-source.ts';
import { ownRow } from './own-rows.ts';

/** Seconds that a lease lasts after it was taken or renewed. */
export const LEASE_S = 90;
/** Seconds between two looks at it, by its holder and by all others. */
export const LEASE_LOOK_S = 30;
/**
 * Seconds before its end from which its holder does nothing by it any more: what it began just before has ended by
 * then.
 */
const MARGIN_S = 20;

/** The times that a lease is measured by, both in milliseconds. */
export interface LeaseClock {
  /** Unix time, which may be set. */
  now: () => number;
  /** Since some moment; never set, but standing still while a machine sleeps. */
  monotonic: () => number;
}

/** Whose lease, and where. */
export interface LeaseOptions {
  reader: () => Promise<DynamoSource>;
  /** Names this process; no other, and no other run of it, has the same name. */
  owner: string;
  clock: LeaseClock;
}

interface Held {
  fence: number;
  /** Milliseconds, by both clocks: the earlier one counts. */
  wallEnd: number;
  monotonicEnd: number;
}

interface Seen {
  owner: string;
  fence: number;
  until: number;
  /** When it was first seen like this, by the monotonic clock. */
  since: number;
}

/**
 * Who sends the alerts of a registry: at most one at a time. The row `#py-perf-desktop/lease` names its holder and a
 * fencing number that grows with every holder. No clock is compared with that of another machine: others take the lease
 * over once they have seen it unchanged for as long as it lasts, and its holder counts from before it asked for it.
 */
export class Lease {
  readonly #options: LeaseOptions;
  #held: Held | null = null;
  #seen: Seen | null = null;
  /** Whether the row has changed since it was first seen: whoever holds it lives. */
  #moved = false;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** The fencing number while the lease holds for certain; null otherwise. Ask right before everything that is done by it. */
  get fence(): number | null {
    if (this.#held === null) return null;
    const { now, monotonic } = this.#options.clock;
    const { fence, wallEnd, monotonicEnd } = this.#held;
    return now() < wallEnd && monotonic() < monotonicEnd ? fence : null;
  }

  /** Who holds it, as it was last seen; null: not known, or nobody. */
  get holder(): string | null {
    if (this.fence !== null) return this.#options.owner;
    return this.#seen === null || this.#seen.until === 0 ? null : this.#seen.owner;
  }

  /** Whether another program holds it and it is not yet known whether that program is alive: see `look`. */
  get undecided(): boolean {
    return this.fence === null && this.holder !== null && !this.#moved;
  }

  /** Renews it, takes it over, or looks who has it. Throws `AppFailure`. */
  async look(): Promise<void> {
    const held = this.#held;
    if (held !== null && this.fence !== null) {
      await this.#renew(held);
      return;
    }
    this.#held = null;
    const reader = await this.#options.reader();
    const row = await reader.get('registry', ownRow('lease').Key);
    if (row === null) {
      await this.#take(reader, null);
      return;
    }
    const seen = this.#note(row);
    const unchanged = this.#options.clock.monotonic() - seen.since;
    const isFree =
      seen.until === 0 || seen.owner === this.#options.owner || unchanged >= LEASE_S * 1000;
    if (isFree) await this.#take(reader, seen);
  }

  /** Gives it up, for another to take at once. Never rejects: it ends by itself. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    if (held === null) return;
    try {
      const reader = await this.#options.reader();
      await reader.updateIf('registry', {
        ...ownRow('lease'),
        UpdateExpression: 'SET lease_until = :zero',
        ConditionExpression: 'lease_owner = :me AND fence = :fence',
        ExpressionAttributeValues: { ':zero': 0, ':me': this.#options.owner, ':fence': held.fence },
      });
    } catch {
      // Others find it unchanged.
    }
  }

  async #renew(held: Held): Promise<void> {
    const { owner, reader } = this.#options;
    const deadlines = this.#deadlines();
    const row = await (
      await reader()
    ).updateIf('registry', {
      ...ownRow('lease'),
      UpdateExpression: 'SET lease_until = :until',
      ConditionExpression: 'lease_owner = :me AND fence = :fence',
      ExpressionAttributeValues: { ':until': this.#until(), ':me': owner, ':fence': held.fence },
    });
    // A process that slept meanwhile may have been taken for dead, even where the row still names it.
    this.#held = row === null ? null : { fence: held.fence, ...deadlines };
  }

  async #take(reader: DynamoSource, seen: Seen | null): Promise<void> {
    const { owner } = this.#options;
    const fence = (seen?.fence ?? 0) + 1;
    const deadlines = this.#deadlines();
    const taken = await reader.updateIf('registry', {
      ...ownRow('lease'),
      UpdateExpression:
        'SET lease_owner = :me, fence = :next, lease_until = :until, active = :no ADD version :one',
      ConditionExpression:
        seen === null
          ? 'attribute_not_exists(fence)'
          : 'fence = :fence AND lease_owner = :owner AND lease_until = :seen',
      ExpressionAttributeValues: {
        ':me': owner,
        ':next': fence,
        ':until': this.#until(),
        ':no': false,
        ':one': 1,
        ...(seen === null
          ? {}
          : { ':fence': seen.fence, ':owner': seen.owner, ':seen': seen.until }),
      },
    });
    if (taken !== null || (await this.#hasTaken(reader, fence))) {
      this.#held = { fence, ...deadlines };
      this.#seen = null;
    }
  }

  /** A write whose answer was lost is sent again by the SDK, and then finds its own condition broken. */
  async #hasTaken(reader: DynamoSource, fence: number): Promise<boolean> {
    const row = await reader.get('registry', ownRow('lease').Key);
    if (row === null) return false;
    const { owner, fence: found } = this.#note(row);
    return owner === this.#options.owner && found === fence;
  }

  /** From before it is asked for: whatever the way takes is its holder's loss. */
  #deadlines(): Pick<Held, 'wallEnd' | 'monotonicEnd'> {
    const { now, monotonic } = this.#options.clock;
    const ms = (LEASE_S - MARGIN_S) * 1000;
    return { wallEnd: now() + ms, monotonicEnd: monotonic() + ms };
  }

  /** Unix seconds, for people to read: two writes never leave the same, or others would take a renewed lease for dead. */
  #until(): number {
    return Math.round(this.#options.clock.now() + LEASE_S * 1000) / 1000;
  }

  #note(row: Item): Seen {
    const owner = typeof row['lease_owner'] === 'string' ? row['lease_owner'] : '';
    const fence = finite(row['fence']);
    const until = finite(row['lease_until']);
    const before = this.#seen;
    if (
      before === null ||
      before.owner !== owner ||
      before.fence !== fence ||
      before.until !== until
    ) {
      this.#moved = before !== null;
      this.#seen = { owner, fence, until, since: this.#options.clock.monotonic() };
    }
    return this.#seen ?? { owner, fence, until, since: 0 };
  }
}

/** Who holds the lease of a registry by its row, and until when (Unix seconds); null: nobody. Throws `AppFailure`. */
export async function leaseHolder(
  reader: DynamoSource,
): Promise<{ owner: string; until: number } | null> {
  const row = await reader.get('registry', ownRow('lease').Key);
  if (row === null || finite(row['lease_until']) === 0) return null;
  const owner = row['lease_owner'];
  return { owner: typeof owner === 'string' ? owner : '', until: finite(row['lease_until']) };
}

function finite(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
