const HOUR = 3600;

/** For how long notifications can be paused. */
export const PAUSES = [
  { id: 'pause-1h', label: 'For 1 hour', until: (now: number) => now + HOUR },
  { id: 'pause-8h', label: 'For 8 hours', until: (now: number) => now + 8 * HOUR },
  { id: 'pause-tomorrow', label: 'Until tomorrow', until: startOfTomorrow },
] as const;

/** Local midnight after `now` (Unix seconds). */
function startOfTomorrow(now: number): number {
  const date = new Date(now * 1000);
  date.setHours(24, 0, 0, 0);
  return date.getTime() / 1000;
}
