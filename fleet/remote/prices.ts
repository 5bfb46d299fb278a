/**
 * On-demand prices of the Standard table class, US dollars, in us-east-1: the one place where prices are written.
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

/** US dollars for read units. */
export function readCost(units: number): number {
  return (units / 1e6) * PRICES.perMillionReadUnits;
}

/** US dollars for write units. */
export function writeCost(units: number): number {
  return (units / 1e6) * PRICES.perMillionWriteUnits;
}
