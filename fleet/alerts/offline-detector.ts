import type { HostRef } from '../../contract/host.ts';
import { OFFLINE_AFTER_S, clockStatus } from '../../contract/host-health.ts';
import type { StoredHost } from '../store/host-row.ts';
import { lastSeenOf } from '../store/host-summary.ts';
import { type AlertLog } from '../store/alert-log.ts';
import { BEGUN, NOTIFY_STATE, type AlertRow } from '../store/alert-row.ts';
import type { EffectiveRules } from './effective-rules.ts';

/** Time of the last complete read of each source, Unix seconds. */
export type ReadTimes = Readonly<Record<string, number>>;

/** The fleet at one evaluation, and when its sources were read. */
export interface OfflineInput {
  /** Hosts that are shown. */
  hosts: readonly StoredHost[];
  /** When sources were read, now and at the look before. */
  readAt: ReadTimes;
  readBefore: ReadTimes;
  /** This machine, where the app itself collects it: its silences are the app's own. */
  ownHost: HostRef | null;
  now: number;
}

/** Keeps track of the hosts that fall silent and come back. Its methods are called within a transaction. */
export class OfflineDetector {
  readonly #log: AlertLog;
  readonly #rules: EffectiveRules;

  constructor(log: AlertLog, rules: EffectiveRules) {
    this.#log = log;
    this.#rules = rules;
  }

  /** Returns whether anything has changed. */
  evaluate({ hosts, readAt, readBefore, ownHost, now }: OfflineInput): boolean {
    const open = new Map(this.#log.openOf('offline').map((row) => [row.host, row]));
    let changed = false;
    for (const host of hosts) {
      const lastSeen = lastSeenOf(host);
      const row = open.get(host.id);
      open.delete(host.id);
      if (lastSeen === null) continue;
      const times = { lastSeen, readAt: readAt[host.sourceId], now };
      if (row !== undefined) {
        if (this.#follow(row, host, times)) changed = true;
      } else if (
        !isSame(host, ownHost) &&
        wentOffline(lastSeen, readBefore[host.sourceId], times.readAt)
      ) {
        if (this.#begin(host, lastSeen, now)) changed = true;
      }
    }
    // Removed from the fleet, or of a source that is not read any more.
    for (const row of open.values()) this.#end(row, now, now, true);
    return changed || open.size > 0;
  }

  #follow(
    row: AlertRow,
    host: StoredHost,
    { lastSeen, readAt, now }: { lastSeen: number; readAt: number | undefined; now: number },
  ): boolean {
    if (lastSeen <= row.startedAt) return false;
    if (clockStatus(lastSeen, now) === 'online') {
      this.#end(row, lastSeen, now, false);
      return true;
    }
    if (readAt === undefined || readAt - lastSeen < OFFLINE_AFTER_S) return false;
    if (lastSeen - row.startedAt < OFFLINE_AFTER_S) {
      // It lived on for some minutes; the samples came late.
      this.#log.put({ ...row, startedAt: lastSeen, lastAt: lastSeen });
      return true;
    }
    // It was back meanwhile, and is silent again.
    this.#end(row, lastSeen, now, true);
    this.#begin(host, lastSeen, now);
    return true;
  }

  #begin(host: StoredHost, lastSeen: number, now: number): boolean {
    if (!this.#rules.rulesOf(host).offline.enabled) return false;
    const maintenance =
      this.#rules.inMaintenance(host, lastSeen) ||
      this.#rules.inMaintenance(host, lastSeen + OFFLINE_AFTER_S);
    this.#log.add({
      host: host.id,
      kind: 'offline',
      startedAt: lastSeen,
      lastAt: lastSeen,
      peak: null,
      threshold: null,
      maintenance,
      notedAt: now,
      ...BEGUN,
    });
    return true;
  }

  /** `silently`: if its beginning was not notified, its end is not either. */
  #end(row: AlertRow, at: number, now: number, silently: boolean): void {
    const unsent = silently && row.notifyState !== NOTIFY_STATE.begun;
    const notifyState = unsent ? NOTIFY_STATE.done : row.notifyState;
    this.#log.put({ ...row, endedAt: at, resolvedBy: at, notifyState, notedAt: now });
  }
}

/**
 * Whether a host has fallen silent between two looks: not by the clock, but by what was read of its source. So neither
 * a viewer that slept nor a source that fails makes a host silent; and a host that was silent before, or when its
 * source was first read, is not notified.
 */
export function wentOffline(
  lastSeen: number,
  readBefore: number | undefined,
  readAt: number | undefined,
): boolean {
  if (readBefore === undefined || readAt === undefined) return false;
  return readAt - lastSeen >= OFFLINE_AFTER_S && readBefore - lastSeen < OFFLINE_AFTER_S;
}

/** Whether two names mean the same host. */
export function isSame(host: HostRef, other: HostRef | null): boolean {
  return host.sourceId === other?.sourceId && host.hostname === other.hostname;
}
