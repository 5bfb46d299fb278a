import type { HostForecast } from '../../../contract/forecast.ts';

/** Days in a drawing of a forecast: before today, and ahead. */
export interface ForecastSpan {
  readonly before: number;
  readonly ahead: number;
}

/** The layout of a forecast: its days, in units of the drawing. */
export interface ForecastFrame extends ForecastSpan {
  readonly width: number;
  readonly height: number;
}

/** The minimum and maximum of days ahead. */
const LEAST_AHEAD = 7;
const MOST_AHEAD = 90;
const FULL = 100;

/** The days shown: all known ones, and on to the latest date at which it is full. */
export function forecastSpan({ days, earliest, latest }: HostForecast): ForecastSpan {
  const first = days.findIndex((value) => !Number.isNaN(value));
  const until = Math.ceil((latest ?? 2 * earliest) * 1.15);
  return {
    before: Math.max(1, days.length - 1 - Math.max(0, first)),
    ahead: Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, until)),
  };
}

/** The medians of the days as an SVG path; days without one leave a gap. */
export function historyPath({ days }: HostForecast, frame: ForecastFrame): string {
  let pen = 'M';
  return days
    .map((value, index) => {
      if (Number.isNaN(value)) {
        pen = 'M';
        return '';
      }
      const command = `${pen}${point(index - days.length + 1, value, frame)}`;
      pen = 'L';
      return command;
    })
    .join('');
}

/** The area of the forecast from today: between the earliest and the latest date at which it is full. */
export function conePath({ days, earliest, latest }: HostForecast, frame: ForecastFrame): string {
  const today = days.findLast((value) => !Number.isNaN(value)) ?? 0;
  const end = frame.ahead;
  /** The height at the end of the drawing of a line that is full in so many days. */
  const atEnd = (fullIn: number): number => today + ((FULL - today) * end) / Math.max(fullIn, 0.01);
  const upper =
    earliest < end
      ? [point(Math.max(0, earliest), FULL, frame), point(end, FULL, frame)]
      : [point(end, atEnd(earliest), frame)];
  const lower =
    latest === null
      ? [point(end, today, frame)]
      : latest < end
        ? [point(latest, FULL, frame)]
        : [point(end, atEnd(latest), frame)];
  return `M${[point(0, today, frame), ...upper, ...lower].join('L')}Z`;
}

function point(
  day: number,
  value: number,
  { before, ahead, width, height }: ForecastFrame,
): string {
  const x = ((day + before) / (before + ahead)) * width;
  const y = 1 + (1 - Math.min(FULL, value) / FULL) * (height - 2);
  return `${String(rounded(x))} ${String(rounded(y))}`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
