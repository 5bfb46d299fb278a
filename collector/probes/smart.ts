import type { DiskHealth } from './probes.ts';

/** Disks that are asked at most. */
const MOST_DISKS = 16;

/** The devices of a machine's disks that `smartctl` can be asked of, by the names in `/sys/block`. */
export function smartDevices(blocks: readonly string[]): SmartDevice[] {
  return blocks
    .filter((name) => /^(?:sd[a-z]+|nvme\d+n\d+)$/u.test(name))
    .toSorted()
    .slice(0, MOST_DISKS)
    .map((name) => ({ name: `/dev/${name}` }));
}

/** A device that `smartctl` can be asked of, and how it is spoken to where `smartctl` found that out. */
export interface SmartDevice {
  name: string;
  type?: string;
}

/** What `smartctl` is asked of a device: its verdict and its attributes; one that sleeps is left asleep. */
export function smartQuestion({ name, type }: SmartDevice): string[] {
  const spoken = type === undefined ? [] : [`--device=${type}`];
  return ['--json=c', '--nocheck=standby', '--health', '--attributes', ...spoken, name];
}

/** What `smartctl` is asked where the system does not name its disks in files. */
export const SMART_SCAN = ['--json=c', '--scan'];

/** The devices in an answer to `SMART_SCAN`. */
export function scannedDevices(text: string): SmartDevice[] {
  const devices = at(parsed(text), 'devices');
  if (!Array.isArray(devices)) return [];
  return (devices as unknown[])
    .flatMap((entry): SmartDevice[] => {
      const [name, type] = [at(entry, 'name'), at(entry, 'type')];
      // Neither may be taken for an option.
      if (typeof name !== 'string' || name === '' || name.startsWith('-')) return [];
      // Whatever is behind a bridge that is not known is called SCSI; asked without a type, it may yet be found out.
      const isKnown = typeof type === 'string' && type !== 'scsi' && /^[a-z][\w,/+]*$/u.test(type);
      return [{ name, ...(isKnown ? { type } : {}) }];
    })
    .slice(0, MOST_DISKS);
}

/** What a disk says of itself; null where it says nothing, or sleeps. */
export interface DiskVerdict {
  failing: boolean;
  /** 0 to 100. */
  wearPercent?: number;
}

/**
 * Attributes of ATA whose normalized value is what is left of a disk's life, as smartmontools calls them. Those that are
 * called by what is used (Micron's) have that as their raw value, and count down as well.
 */
const LIFE_LEFT = new Set([
  'Media_Wearout_Indicator',
  'Wear_Leveling_Count',
  'SSD_Life_Left',
  'Percent_Lifetime_Remain',
  'Percent_Lifetime_Used',
  'Perc_Rated_Life_Used',
  'Remaining_Lifetime_Perc',
]);
/** The wear-out indicator of Western Digital and SanDisk counts up from 1: it is what is used. */
const COUNTS_UP_ID = 230;

/** The verdict in an answer of `smartctl --json` (smartmontools 7), of ATA, SCSI and NVMe. */
export function parseSmart(text: string): DiskVerdict | null {
  const answer = parsed(text);
  const passed = at(answer, 'smart_status', 'passed');
  if (typeof passed !== 'boolean') return null;
  const wear = [
    at(answer, 'nvme_smart_health_information_log', 'percentage_used'),
    at(answer, 'endurance_used', 'current_percent'),
    at(answer, 'scsi_percentage_used_endurance_indicator'),
    wearOfAttributes(at(answer, 'ata_smart_attributes', 'table')),
  ].find((value) => typeof value === 'number' && value >= 0);
  // NVMe counts on beyond the life that the maker promised.
  return {
    failing: !passed,
    ...(typeof wear === 'number' ? { wearPercent: Math.min(100, wear) } : {}),
  };
}

/** All verdicts together; undefined where there is none. */
export function healthOf(verdicts: readonly DiskVerdict[]): DiskHealth | undefined {
  if (verdicts.length === 0) return undefined;
  const wear = verdicts.flatMap(({ wearPercent }) => wearPercent ?? []);
  return {
    failing: verdicts.filter(({ failing }) => failing).length,
    ...(wear.length === 0 ? {} : { wearPercent: Math.max(...wear) }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function wearOfAttributes(table: unknown): number | undefined {
  if (!Array.isArray(table)) return undefined;
  for (const entry of table.slice(0, 100) as unknown[]) {
    const [name, value] = [at(entry, 'name'), at(entry, 'value')];
    if (typeof name !== 'string' || !LIFE_LEFT.has(name)) continue;
    if (typeof value === 'number' && value >= 0 && value <= 100)
      return at(entry, 'id') === COUNTS_UP_ID ? value : 100 - value;
  }
  return undefined;
}

function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}
