/**
 * On-demand prices of the Standard table class, US dollars, in us-east-1: the one place where prices are written. Requests
 * as published since November 2024 (airbyte.com/data-engineering-resources/dynamodb-pricing, of 2025-07-21, names the
 * same); storage as aws.amazon.com/dynamodb/pricing has it.
 * Other regions cost from the same up to about one and a half times as much; provisioned tables and the Infrequent
 * Access class are priced in another way.
 */
export const PRICES = {
  asOf: '2024-11-01',
  region: 'us-east-1',
  perMillionReadUnits: 0.125,
  perMillionWriteUnits: 0.625,
  perGigabyteMonth: 0.25,
} as const;

/**
 * Provisioned tables of the Standard class in us-east-1, US dollars, and what an account has free in each region for as
 * long as it lives (aws.amazon.com/dynamodb/pricing: 25 write and 25 read units, 25 GB, "does not expire"; on-demand
 * tables have no part in it but for the storage). The hourly prices are as of 2024: no public text at hand repeats them.
 */
export const PROVISIONED = {
  perWriteUnitHour: 0.00065,
  perReadUnitHour: 0.00013,
  freeWriteUnits: 25,
  freeReadUnits: 25,
  freeGigabytes: 25,
} as const;

/**
 * On-demand prices of the Standard-Infrequent Access class in us-east-1, US dollars, as of 2024; no public text at hand
 * repeats them. They only serve to say that the class is a loss here.
 */
export const STANDARD_IA = {
  perMillionReadUnits: 0.155,
  perMillionWriteUnits: 0.78,
  perGigabyteMonth: 0.1,
} as const;

/** Bytes that a read unit has room for where reads are eventually consistent, as those of scans are. */
export const READ_UNIT_BYTES = 8192;

/** US dollars for read units. */
export function readCost(units: number): number {
  return (units / 1e6) * PRICES.perMillionReadUnits;
}

/** US dollars a month for so many bytes that are stored. */
export function storageCost(bytes: number): number {
  return (bytes / 1e9) * PRICES.perGigabyteMonth;
}

/** US dollars for write units. */
export function writeCost(units: number): number {
  return (units / 1e6) * PRICES.perMillionWriteUnits;
}
