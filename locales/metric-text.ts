import { METRICS, type MetricId } from '../contract/metrics.ts';
import { UNKNOWN, numberText, percentText, rateText, shortText } from './numbers.ts';

/** A value of a metric with its unit and the decimals that are measured: `12.3 %`, `1.5 MB/s`. */
export function exactText(id: MetricId, value: number | null | undefined, locale: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return UNKNOWN;
  switch (METRICS[id].unit) {
    case 'percent':
      return `${percentText(value, locale)}\u202f%`;
    case 'celsius':
      return `${numberText(value, locale, 1)}\u202f°C`;
    case 'bytes-per-second':
      return rateText(value, locale);
    case 'load':
      return numberText(value, locale, 2);
    case 'count':
      return numberText(value, locale);
    case 'seconds':
      return spanText(value, locale);
  }
}

/** A value of a metric with its unit, as short as it can be said: `90 %`, `200 MB/s`. */
export function metricText(id: MetricId, value: number | null | undefined, locale: string): string {
  const { unit } = METRICS[id];
  if (unit === 'bytes-per-second' || unit === 'seconds' || value === null || value === undefined)
    return exactText(id, value, locale);
  return `${shortText(value, locale)}${UNIT_SIGNS[unit]}`;
}

const UNIT_SIGNS = { percent: '\u202f%', celsius: '\u202f°C', load: '', count: '' } as const;

/** Seconds as days, or as hours where it is less than two days: `1.5 h`, `12 d`. */
function spanText(seconds: number, locale: string): string {
  const hours = seconds / 3600;
  const inDays = hours >= 48;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const [day, hour] = locale.startsWith('ja') ? ['日', '時間'] : ['\u202fd', '\u202fh'];
  return `${format.format(inDays ? hours / 24 : hours)}${inDays ? day : hour}`;
}
