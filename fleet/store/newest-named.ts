import { z } from 'zod';
import { fullestMount, type CountsMount } from '../../contract/counted-mounts.ts';
import { decodeCustom, encodeCustom } from '../../contract/custom.ts';
import type { HostSummary } from '../../contract/host.ts';
import { DETAILS_EVERY_S, decodeDetails, encodeDetails } from '../../contract/sample-details.ts';
import type { Sample } from '../../contract/sample.ts';
import { MINUTE_S } from '../../contract/time.ts';
import { parseStored } from '../../platform/sqlite/stored-json.ts';

/** Seconds for which what a host named stands for what it has: a sample that names it may be lost. */
export const NAMED_FOR_S = 2 * DETAILS_EVERY_S;

const itemSchema = z.looseObject({ at: z.number() });

/** The newest that a host named, as JSON with the minute in `at`; null: nothing yet. */
export interface NewestNamed {
  fileSystems: string | null;
  custom: string | null;
}

/** What samples of one host, in any order, name; null where they name nothing, so that what is stored stays. */
export function newestNamed(samples: readonly Sample[]): NewestNamed {
  const ordered = samples.toSorted((a, b) => a.minute - b.minute);
  const disks = ordered.findLast(({ fileSystems = [] }) => fileSystems.length > 0);
  const custom = ordered.findLast((sample) => (sample.custom ?? []).length > 0);
  return {
    fileSystems: disks === undefined ? null : storedText(disks.minute, encodeDisks(disks)),
    custom: custom === undefined ? null : storedText(custom.minute, encodeCustom(custom.custom)),
  };
}

/** The fields of a summary: what a host named within `NAMED_FOR_S` before its newest sample, and nothing else. */
export function namedFields(
  named: NewestNamed,
  sampleAt: number | null,
  counts: CountsMount,
): Pick<HostSummary, 'fullest' | 'custom'> {
  const { fileSystems = [] } = decodeDetails(storedItem(named.fileSystems, sampleAt));
  const fullest = fullestMount(fileSystems, counts);
  const custom = decodeCustom(storedItem(named.custom, sampleAt));
  return {
    ...(fullest === undefined ? {} : { fullest }),
    ...(custom.length === 0 ? {} : { custom }),
  };
}

function encodeDisks({ fileSystems = [] }: Sample): Record<string, unknown> {
  // Inodes are shown elsewhere.
  return encodeDetails({
    fileSystems: fileSystems.map(({ mount, sizeMb, usedMb }) => ({ mount, sizeMb, usedMb })),
  });
}

function storedText(at: number, item: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ at, ...item });
}

/** The attributes in a stored text; none where they are too old, or cannot be read. */
function storedItem(text: string | null, sampleAt: number | null): Record<string, unknown> {
  if (text === null || sampleAt === null) return {};
  const item = parseStored(itemSchema, text);
  return item === undefined || sampleAt - item.at >= NAMED_FOR_S + MINUTE_S ? {} : item;
}
