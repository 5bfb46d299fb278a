import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsSchema, type SettingsPatch } from '../../../contract/settings.ts';
import { DAY_S, HOUR_S, MINUTE_S, minuteOf } from '../../../contract/time.ts';
import { FleetStore } from '../../../fleet/store/store.ts';
import { MADE_UP_MARK } from '../../../platform/fs/data-dir.ts';
import { saveSettings } from '../../../platform/fs/settings-writer.ts';
import { fillWith, reportMinutes, type Reporter } from '../fleet-store.ts';
import { LAPTOP, machinesNamed, madeUpMachines, type Detail, type Machine } from './machines.ts';
import { DATA_CENTRE, OFFICE } from './roles.ts';
import type { Story } from './stories.ts';

/** What determines a made-up fleet. */
export interface MadeUpFleet {
  machines: readonly Machine[];
  reporters: readonly Reporter[];
  /** The time of its troubles, Unix seconds. */
  now: number;
}

/**
 * Up to this many machines report everything over the whole time; of more, only the first few, because filling takes
 * long.
 */
const SMALL_FLEET = 120;
const RICH_OF_MANY = 30;
/** These are about days. */
const OLD_STORIES: ReadonlySet<Story> = new Set(['stale', 'flapping']);

/**
 * A made-up fleet of `hosts` machines, and of `others` by name. `now` is in Unix seconds. With `youngSince` all start
 * reporting at that time, except the first `few` and those with an older story, because a large fleet takes long to
 * fill. Another `seed` makes up another fleet.
 */
export function madeUpFleet(
  hosts: number,
  now: number,
  {
    others = [],
    youngSince,
    seed = 1,
    few = RICH_OF_MANY,
  }: { others?: string[]; youngSince?: number; seed?: number; few?: number } = {},
): MadeUpFleet {
  const all = [...madeUpMachines(hosts, now, seed), ...machinesNamed(others, now, seed)];
  const since = all.map(({ story }, index) =>
    OLD_STORIES.has(story) || index < few ? 0 : (youngSince ?? 0),
  );
  const machines = all.map((machine, index) => young(machine, since[index] ?? 0));
  const rich = hosts <= SMALL_FLEET ? hosts : few;
  const reporters = machines.map((machine, index) => {
    const { sourceId, hostname, facts, layout } = machine;
    return {
      sourceId,
      hostname,
      facts,
      layout,
      since: since[index] ?? 0,
      sampleAt: (minute: number) => machine.sampleAt(minute, detailAt(index < rich, now - minute)),
    };
  });
  return { machines, reporters, now };
}

function young(machine: Machine, since: number): Machine {
  if (since === 0) return machine;
  return {
    ...machine,
    sampleAt: (minute, detail) => (minute < since ? null : machine.sampleAt(minute, detail)),
  };
}

function detailAt(rich: boolean, age: number): Detail {
  if (age < (rich ? DAY_S : HOUR_S / 2)) return 'processes';
  if (rich) return 'full';
  return age < DAY_S ? 'disk' : 'core';
}

/**
 * Writes a data directory with a made-up fleet, marked as such: the store with `days` of minutes, and settings without
 * connections. Throws `AppFailure`.
 */
export function writeDataDirectory(directory: string, fleet: MadeUpFleet, days: number): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, MADE_UP_MARK), 'The machines in this folder are made up.\n');
  saveSettings(directory, settingsOf(fleet));
  // A notification would not say that its machine is made up.
  writeFileSync(
    join(directory, 'shell.json'),
    JSON.stringify({ quietUntil: fleet.now + 365 * DAY_S }),
  );
  const path = storePath(directory);
  fillWith(path, fleet.reporters, fleet.now - days * DAY_S, fleet.now);
  const store = FleetStore.open(path);
  store.write(() => {
    addRemovedHost(store, fleet.now);
    addCosts(store, fleet);
    noteRead(store, fleet.now);
  });
  store.close();
}

/** The path of the store in a data directory. */
export function storePath(directory: string): string {
  return join(directory, 'fleet.db');
}

/** Brings a store up to the last full minute before `now` (Unix seconds). Returns that time. Throws `AppFailure`. */
export function bringUpToDate(
  store: FleetStore,
  { reporters }: MadeUpFleet,
  from: number,
  now: number,
): number {
  const to = minuteOf(now);
  for (let begin = from; begin < to; begin += HOUR_S)
    for (let first = 0; first < reporters.length; first += BATCH)
      reportMinutes(
        store,
        reporters.slice(first, first + BATCH),
        begin,
        Math.min(begin + HOUR_S, to),
      );
  store.write(() => {
    noteRead(store, now);
  });
  return Math.max(from, to);
}

/** As if everything was read at `now`, so that silent hosts are known to be silent. */
function noteRead({ sources }: FleetStore, now: number): void {
  for (const id of [DATA_CENTRE, OFFICE])
    sources.put(id, { ...sources.get(id), lastSyncedAt: now });
}

/** Hosts per transaction, so that the app never waits long to write. */
const BATCH = 100;

function settingsOf({ machines }: MadeUpFleet): SettingsPatch {
  const labelled = machines.filter(({ labels }) => labels.length > 0);
  return {
    sources: settingsSchema.shape.sources.parse([
      { id: DATA_CENTRE, name: 'Data centre', mode: 'off' },
      { id: OFFICE, name: 'Office', mode: 'off' },
    ]),
    // A sleeping laptop is no trouble.
    alerts: settingsSchema.shape.alerts.parse({
      overrides: [{ scope: { kind: 'label', label: LAPTOP }, offline: { enabled: false } }],
    }),
    labels: Object.fromEntries(
      labelled.map(({ sourceId, hostname, labels }) => [`${sourceId}/${hostname}`, labels]),
    ),
    views: settingsSchema.shape.views.parse([
      {
        name: 'Databases, busiest first',
        filter: { labels: ['database'] },
        sorting: [{ id: 'cpu', desc: true }],
      },
      {
        name: 'Office machines by disk',
        filter: { labels: ['office'] },
        sorting: [{ id: 'disk', desc: true }],
      },
    ]),
  };
}

/** A host that was removed from the fleet three days ago. */
function addRemovedHost(store: FleetStore, now: number): void {
  const at = now - 3 * DAY_S;
  const host = store.hosts.ensure({ sourceId: DATA_CENTRE, hostname: 'retired-01.fra.example' });
  store.hosts.setFacts(host, { platform: 'Linux', os: 'Debian 10' });
  const sample = { hostname: 'retired-01.fra.example', minute: minuteOf(at - HOUR_S) };
  const values = { collectedAt: sample.minute + 4, cpuPercent: 3.1, memoryPercent: 22.4 };
  store.record({ host, layout: 'v2', records: [{ sample: { ...sample, ...values } }], now });
  store.hosts.setActive(host, false, at);
}

/** The capacity that polls of such a fleet every two minutes use, by docs/aws.md. */
function addCosts(store: FleetStore, { reporters, now }: MadeUpFleet): void {
  const polls = DAY_S / (2 * MINUTE_S);
  for (const { id, part } of [
    { id: DATA_CENTRE, part: 0.8 },
    { id: OFFICE, part: 0.2 },
  ]) {
    const hosts = Math.ceil(reporters.length * part);
    const requests = { sourceId: id, writeUnits: 0 };
    for (let day = 0; day < 7; day += 1) {
      const at = now - day * DAY_S;
      store.capacity.add(
        {
          ...requests,
          operation: 'Scan',
          role: 'registry',
          requests: polls,
          readUnits: polls * Math.ceil(hosts / 20),
        },
        at,
      );
      store.capacity.add(
        {
          ...requests,
          operation: 'BatchGetItem',
          role: 'system',
          requests: polls * Math.ceil(hosts / 50),
          readUnits: polls * hosts,
        },
        at,
      );
    }
  }
}
