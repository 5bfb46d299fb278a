import type { DiskHealth } from './probes.ts';

/** The most disks that are queried. */
const MOST_DISKS = 16;

/** The disks that `smartctl` can query, from the names in `/sys/block`. */
export function smartDevices(blocks: readonly string[]): SmartDevice[] {
  return blocks
    .filter((name) => /^(?:sd[a-z]+|nvme\d+n\d+)$/u.test(name))
    .toSorted()
    .slice(0, MOST_DISKS)
    .map((name) => ({ name: `/dev/${name}` }));
}

/** A device that `smartctl` can query, and its type if `smartctl` detected one. */
export interface SmartDevice {
  name: string;
  type?: string;
}

/** The arguments for `smartctl` on a device: verdict and attributes; a sleeping disk stays asleep. */
export function smartQuestion({ name, type }: SmartDevice): string[] {
  const spoken = type === undefined ? [] : [`--device=${type}`];
  return ['--json=c', '--nocheck=standby', '--health', '--attributes', ...spoken, name];
}

/** The arguments for `smartctl` if the system does not list its disks in files. */
export const SMART_SCAN = ['--json=c', '--scan'];

/** The devices in an answer to `SMART_SCAN`. */
export function scannedDevices(text: string): SmartDevice[] {
  const devices = at(parsed(text), 'devices');
  if (!Array.isArray(devices)) return [];
  return (devices as unknown[])
    .flatMap((entry): SmartDevice[] => {
      const [name, type] = [at(entry, 'name'), at(entry, 'type')];
      // Neither may be mistaken for an option.
      if (typeof name !== 'string' || name === '' || name.startsWith('-')) return [];
      // A device behind an unknown bridge is reported as SCSI; without a type, `smartctl` may still detect it.
      const isKnown = typeof type === 'string' && type !== 'scsi' && /^[a-z][\w,/+]*$/u.test(type);
      return [{ name, ...(isKnown ? { type } : {}) }];
    })
    .slice(0, MOST_DISKS);
}

/** The health of a disk; null if it reports nothing or sleeps. */
export interface DiskVerdict {
  failing: boolean;
  /** 0 to 100. */
  wearPercent?: number;
}

/**
 * ATA attributes whose normalized value is the remaining life, by their smartmontools names. Those named after the used
 * life (Micron's) have it as their raw value; their normalized value counts down as well.
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
/** The wear-out indicator of Western Digital and SanDisk counts up from 1: it is the used life. */
const COUNTS_UP_ID = 230;

/** The verdict in the output of `smartctl --json` (smartmontools 7), for ATA, SCSI and NVMe. */
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
  // NVMe counts beyond the rated life.
  return {
    failing: !passed,
    ...(typeof wear === 'number' ? { wearPercent: Math.min(100, wear) } : {}),
  };
}

/** All verdicts combined; undefined without any. */
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
