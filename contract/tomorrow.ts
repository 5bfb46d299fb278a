/** The next local midnight after `now`, both Unix seconds: where "until tomorrow" ends. */
export function startOfTomorrow(now: number): number {
  const date = new Date(now * 1000);
  date.setHours(24, 0, 0, 0);
  return date.getTime() / 1000;
}
