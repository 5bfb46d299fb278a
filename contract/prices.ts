/**
 * On-demand prices of the Standard table class in us-east-1, US dollars. All prices are defined in this file. Requests
 * as published since November 2024 (airbyte.com/data-engineering-resources/dynamodb-pricing, 2025-07-21, lists the
 * same); storage from aws.amazon.com/dynamodb/pricing.
 * Other regions cost up to about one and a half times as much; provisioned tables and the Infrequent
 * Access class are priced differently.
 */
export const PRICES = {
  asOf: '2024-11-01',
  region: 'us-east-1',
  perMillionReadUnits: 0.125,
  perMillionWriteUnits: 0.625,
  perGigabyteMonth: 0.25,
} as const;

/**
 * Prices of provisioned Standard tables in us-east-1, US dollars, and the permanent free tier of an account per
 * region (aws.amazon.com/dynamodb/pricing: 25 write and 25 read units, 25 GB, "does not expire"; on-demand
 * tables share only its storage). Hourly prices as of 2024, without a second public source.
 */
export const PROVISIONED = {
  perWriteUnitHour: 0.00065,
  perReadUnitHour: 0.00013,
  freeWriteUnits: 25,
  freeReadUnits: 25,
  freeGigabytes: 25,
} as const;

/**
 * On-demand prices of the Standard-Infrequent Access class in us-east-1, US dollars, as of 2024, without a second
 * public source. They serve only to show that this class costs more here.
 */
export const STANDARD_IA = {
  perMillionReadUnits: 0.155,
  perMillionWriteUnits: 0.78,
  perGigabyteMonth: 0.1,
} as const;

/** Bytes per read unit for eventually consistent reads, which scans use. */
export const READ_UNIT_BYTES = 8192;

/** US dollars for read units. */
export function readCost(units: number): number {
  return (units / 1e6) * PRICES.perMillionReadUnits;
}

/** Storage price of so many bytes, US dollars a month. */
export function storageCost(bytes: number): number {
  return (bytes / 1e9) * PRICES.perGigabyteMonth;
}

/** US dollars for write units. */
export function writeCost(units: number): number {
  return (units / 1e6) * PRICES.perMillionWriteUnits;
}
