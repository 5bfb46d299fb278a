/**
 * Seconds by which the clocks on the wall of a time zone are ahead of UTC at a time (Unix seconds). `local`: the zone of
 * this machine.
 */
export function zoneOffset(timeZone: string, at: number): number {
  if (timeZone === 'local') return -new Date(at * 1000).getTimezoneOffset() * 60;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at * 1000).find(({ type }) => type === 'timeZoneName');
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/u.exec(name?.value ?? '') ?? [];
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}
