import type { FleetCost } from '../../contract/doctor.ts';
import { PRICES, PROVISIONED, STANDARD_IA, readCost, writeCost } from '../../contract/prices.ts';

/** Minutes of an average month. */
const MONTH_MINUTES = 43_800;
const MONTH_HOURS = 730;
const GIGABYTE = 1e9;
/** Days for which the tables keep a sample, by TTL, and the bytes of one with what DynamoDB adds. */
const KEPT_DAYS = 30;
const SAMPLE_BYTES = 700;
/** Minutes between two readings of a viewer, and the bytes of a registry row: a scan costs half a unit for each 4 KB. */
const READ_EVERY_MINUTES = 2;
const ROW_BYTES = 300;
/** Registry every so many minutes at most: the Python viewer holds a host for offline after six. */
const RAREST_REGISTRY = 3;
/** All hosts write in the same seconds of a minute: units for twice the mean leave room for that. */
const HEADROOM = 2;

/** What is written and read in a month. */
interface MonthlyUnits {
  written: number;
  read: number;
  gigabytes: number;
}

/**
 * What a fleet costs a month, in US dollars at the on-demand prices of us-east-1, and what it would with each change, by
 * arithmetic: each host writes a sample and a registry row every minute, one unit each, and one viewer reads them. `bytes`
 * is the size of the samples table where DynamoDB tells it.
 */
export function fleetCost(hosts: number, bytes: number | null): FleetCost {
  const gigabytes = (bytes ?? hosts * KEPT_DAYS * 24 * 60 * SAMPLE_BYTES) / GIGABYTE;
  const units = (registryEvery: number): MonthlyUnits => ({
    written: hosts * (MONTH_MINUTES + MONTH_MINUTES / registryEvery),
    read: readingUnits(hosts),
    gigabytes,
  });
  return {
    hosts,
    now: onDemand(units(1)),
    registry: onDemand(units(RAREST_REGISTRY)),
    ...provisioned(hosts, gigabytes),
    infrequentAccess: infrequentAccess(units(1)),
  };
}

/** Each minute once by its key, half a unit; the registry by a scan at each reading. */
function readingUnits(hosts: number): number {
  const scan = Math.ceil((hosts * ROW_BYTES) / 4096) / 2;
  return (hosts * MONTH_MINUTES) / 2 + (MONTH_MINUTES / READ_EVERY_MINUTES) * scan;
}

function onDemand({ written, read, gigabytes }: MonthlyUnits): number {
  return writeCost(written) + readCost(read) + gigabytes * PRICES.perGigabyteMonth;
}

/** Reading and writing cost more in this class: only who stores much and touches little gains by it. */
function infrequentAccess({ written, read, gigabytes }: MonthlyUnits): number {
  return (
    (written / 1e6) * STANDARD_IA.perMillionWriteUnits +
    (read / 1e6) * STANDARD_IA.perMillionReadUnits +
    gigabytes * STANDARD_IA.perGigabyteMonth
  );
}

/** Units a second for samples and registry together; an account and region has some of them, and of the storage, free. */
function provisioned(
  hosts: number,
  gigabytes: number,
): Pick<FleetCost, 'provisioned' | 'writeUnits' | 'readUnits'> {
  const perTable = Math.max(1, Math.ceil((hosts / 60) * HEADROOM));
  const writeUnits = 2 * perTable;
  const readUnits =
    2 * Math.max(1, Math.ceil((readingUnits(hosts) / MONTH_HOURS / 3600) * HEADROOM));
  const beyond = (amount: number, free: number): number => Math.max(0, amount - free);
  const cost =
    beyond(writeUnits, PROVISIONED.freeWriteUnits) * PROVISIONED.perWriteUnitHour * MONTH_HOURS +
    beyond(readUnits, PROVISIONED.freeReadUnits) * PROVISIONED.perReadUnitHour * MONTH_HOURS +
    beyond(gigabytes, PROVISIONED.freeGigabytes) * PRICES.perGigabyteMonth;
  return { provisioned: cost, writeUnits, readUnits };
}
