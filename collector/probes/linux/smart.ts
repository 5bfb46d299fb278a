import type { DiskHealth } from '../probes.ts';

/** Disks that are asked at most. */
const MOST_DISKS = 16;

/** The devices of a machine's disks that `smartctl` can be asked of, by the names in `/sys/block`. */
export function smartDevices(blocks: readonly string[]): string[] {
  return blocks
    .filter((name) => /^(?:sd[a-z]+|nvme\d+n\d+)$/u.test(name))
    .toSorted()
    .slice(0, MOST_DISKS)
    .map((name) => `/dev/${name}`);
}

/** What `smartctl` is asked of a device: its verdict and its attributes; one that sleeps is left asleep. */
export function smartQuestion(device: string): string[] {
  return ['--json=c', '--nocheck=standby', '--health', '--attributes', device];
}

/** What a disk says of itself; null where it says nothing, or sleeps. */
export interface DiskVerdict {
  failing: boolean;
  /** 0 to 100. */
  wearPercent?: number;
}

/** Attributes of ATA whose normalized value is what is left of a disk's life, as smartmontools calls them. */
const LIFE_LEFT = new Set([
  'Media_Wearout_Indicator',
  'Wear_Leveling_Count',
  'SSD_Life_Left',
  'Percent_Lifetime_Remain',
  'Remaining_Lifetime_Perc',
]);

/** The verdict in an answer of `smartctl --json` (smartmontools 7), of ATA, SCSI and NVMe. */
export function parseSmart(text: string): DiskVerdict | null {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return null;
  }
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

function wearOfAttributes(table: unknown): number | undefined {
  if (!Array.isArray(table)) return undefined;
  for (const entry of table.slice(0, 100) as unknown[]) {
    const [name, value] = [at(entry, 'name'), at(entry, 'value')];
    if (typeof name !== 'string' || !LIFE_LEFT.has(name)) continue;
    if (typeof value === 'number' && value >= 0 && value <= 100) return 100 - value;
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
