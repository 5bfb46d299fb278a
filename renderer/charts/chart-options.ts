import type { Chart, ChartOptions } from 'chart.js';
import type {} from 'chartjs-plugin-zoom';
import type { ZoomPluginOptions } from 'chartjs-plugin-zoom/types/options';
import { DAY_S } from '../../contract/time.ts';
import type { TimeRange } from '../lib/ranges.ts';
import { createTimeFormat, type TimeFormatOptions } from '../lib/format/time.ts';
import type { ChartTheme } from './use-chart-theme.ts';
import type { Band } from './band-plugin.ts';
import type { DrawnLine } from './line-plugin.ts';
import { dashesOf } from './line-styles.ts';
import { timeTicks } from './time-ticks.ts';
import { countOf, extentOf, stepTime, type Extent } from './series-data.ts';

/** One line of a chart, with its band if a step covers more than a minute. */
export interface ChartLine {
  readonly key: string;
  readonly label: string;
  readonly mean: Float32Array;
  readonly min?: Float32Array | undefined;
  readonly max?: Float32Array | undefined;
  /** Its position from 0, which sets colour and dashes. */
  readonly position: number;
  /** Unix seconds of its first step, if it differs from the chart's. */
  readonly start?: number;
  /** Solid, whatever its position. */
  readonly solid?: boolean;
  /** Drawn fainter, without a band: for comparison. */
  readonly faint?: boolean;
  /** Drawn below zero. Its values are unchanged everywhere else. */
  readonly mirrored?: boolean;
  /** Faded while another line of its chart is highlighted. */
  readonly dim?: boolean;
}

/** Width of the value axis, the same on every chart, so that time axes line up. */
const VALUE_AXIS_WIDTH = 64;
/** Height of the time axis, and half of that of a label at the top of the value axis. */
const TIME_AXIS_HEIGHT = 25;
const VALUE_LABEL_HALF = 7;
/** Pixels free at the end of the time axis: half of the widest label. */
const TIME_AXIS_END = 28;
/** The shortest range, in milliseconds: a minute is the finest resolution. */
const LEAST_SPAN_MS = 300_000;
/** Pixels of the time axis per label. */
const TICK_WIDTH = 84;

/** What a chart's plugins draw, and what its axes need to know. */
export interface Drawing {
  readonly lines: readonly DrawnLine[];
  readonly bands: readonly Band[];
  /** Steps with a value on all lines except faint ones. */
  readonly count: number;
  /** The extremes of everything drawn, for the value axis; absent if nothing is drawn. */
  readonly extent: Extent | undefined;
}

/** The usual range of a metric, drawn beneath its line: step `i` covers `step` seconds from `start + i * step`. */
export interface UsualRange {
  readonly start: number;
  readonly step: number;
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** The style and time grid of lines. */
export interface DrawingOptions {
  /** Unix seconds of the first step, and seconds per step. */
  readonly start: number;
  readonly step: number;
  readonly theme: ChartTheme;
  readonly stepped: boolean;
  readonly usual?: readonly UsualRange[];
}

/** Lines and bands in drawing order, with the number of values. */
export function buildDrawing(
  lines: readonly ChartLine[],
  { start, step, theme, stepped, usual = [] }: DrawingOptions,
): Drawing {
  const drawn: DrawnLine[] = [];
  const bands: Band[] = usual.map((range) => ({
    low: held(range.low),
    high: held(range.high),
    start: range.start * 1000,
    step: range.step * 500,
    colour: withAlpha(theme.usual, 0.16),
  }));
  let count = 0;
  for (const line of lines) {
    const full = theme.series(line.position);
    const colour = withAlpha(full, opacityOf(line));
    const place = { start: stepTime(0, line.start ?? start, step) * 1000, step: step * 1000 };
    if (line.faint !== true) count += countOf(line.mean);
    const name = line.label;
    drawn.push({
      values: placed(line, line.mean),
      ...place,
      colour,
      name,
      dash: dashesOf(line),
      stepped,
    });
    if (line.min === undefined || line.max === undefined || line.dim === true) continue;
    const [low, high] = line.mirrored === true ? [line.max, line.min] : [line.min, line.max];
    bands.push({
      low: placed(line, low),
      high: placed(line, high),
      ...place,
      colour: withAlpha(full, 0.14),
    });
  }
  // The usual range may reach far beyond the data: it does not stretch the axis.
  const extent = extentOf([
    ...drawn.map(({ values }) => values),
    ...bands.slice(usual.length).flatMap(({ low, high }) => [low, high]),
  ]);
  return { lines: drawn, bands, count, extent };
}

const placed = ({ mirrored }: ChartLine, values: Float32Array): Float32Array =>
  mirrored === true ? values.map((value) => -value) : values;

/** Each value at the beginning and in the middle of its step, so that an hour is a stair, not a slope. */
function held(values: Float32Array): Float32Array {
  return Float32Array.from(
    { length: 2 * values.length },
    (_, i) => values[Math.floor(i / 2)] ?? NaN,
  );
}

function opacityOf({ faint, dim }: ChartLine): number {
  if (dim === true) return 0.15;
  return faint === true ? 0.5 : 1;
}

/** `#rrggbb` with an opacity from 0 to 1. */
function withAlpha(colour: string, alpha: number): string {
  return `${colour}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** What a chart's axes and zoom depend on. */
export interface OptionsInput {
  readonly range: TimeRange;
  readonly theme: ChartTheme;
  readonly time: TimeFormatOptions;
  /** Bounds of the value axis; absent: from the data, starting at 0. */
  readonly bounds?: { readonly min: number; readonly max: number } | undefined;
  readonly formatValue: (value: number) => string;
  /** The wheel or a drag has moved the range, and more may follow. */
  readonly onMoving: (range: TimeRange) => void;
  /** A range was chosen with the pointer or the wheel. */
  readonly onZoom: (range: TimeRange) => void;
  /** Whole numbers only on the value axis. */
  readonly whole: boolean;
  /** Without axis labels: a strip. */
  readonly bare: boolean;
  /** Pixels free at the right for the names of the lines; 0: as much as a time label needs. */
  readonly endRoom: number;
  readonly extent: Extent | undefined;
}

/** Options of Chart.js for a chart over time. */
export function chartOptions(input: OptionsInput): ChartOptions<'line'> {
  const { range } = input;
  const label = timeLabel(input.range, input.time);
  const zone = input.time.timeZone;
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    // `useChartPointer` follows the pointer; the chart itself does not react.
    events: [],
    plugins: {
      zoom: zoomOptions(input),
    },
    layout: { padding: { top: input.bare ? 2 : VALUE_LABEL_HALF, right: 12 } },
    scales: {
      x: {
        type: 'linear',
        min: range.from * 1000,
        max: range.to * 1000,
        bounds: 'data',
        // Drawn by `axesPlugin`.
        grid: { display: false },
        border: { display: false },
        // We set our own ticks, so Chart.js makes as few as possible.
        ticks: { display: false, count: 2, callback: (ms) => label(Number(ms)) },
        afterBuildTicks: (scale) => {
          const most = Math.max(2, Math.floor(scale.width / TICK_WIDTH));
          scale.ticks = timeTicks(range, zone, most).map((seconds) => ({ value: seconds * 1000 }));
        },
        // Space for the labels at the ends, the same on every chart, so that the charts of a page share one axis.
        afterFit: (scale) => {
          scale.paddingLeft = 0;
          scale.paddingRight = Math.max(TIME_AXIS_END, input.endRoom);
          scale.height = input.bare ? 0 : TIME_AXIS_HEIGHT;
        },
      },
      y: {
        beginAtZero: true,
        ...(input.extent === undefined
          ? {}
          : { suggestedMin: input.extent.low, suggestedMax: input.extent.high }),
        ...input.bounds,
        grid: { display: false },
        border: { display: false },
        ticks: {
          display: false,
          // A bound that is not a round number gets no label.
          includeBounds: false,
          maxTicksLimit: input.whole ? 3 : 6,
          ...(input.whole ? { precision: 0 } : {}),
          callback: (value) => input.formatValue(Math.abs(Number(value))),
        },
        afterFit: (scale) => {
          scale.width = VALUE_AXIS_WIDTH;
        },
      },
    },
  };
}

/** The label of a tick: times within two days (midnight as its day), days within two months, else months. */
export function timeLabel(range: TimeRange, time: TimeFormatOptions): (ms: number) => string {
  const format = createTimeFormat(time);
  const span = range.to - range.from;
  if (span > 62 * DAY_S) return (ms) => format.month(ms / 1000);
  if (span > 2 * DAY_S) return (ms) => format.day(ms / 1000);
  return (ms) => (format.isMidnight(ms / 1000) ? format.day(ms / 1000) : format.clock(ms / 1000));
}

/** Drag selects a range, Shift and drag pan, Ctrl and the wheel zoom. The page applies the range. */
function zoomOptions({ theme, onMoving, onZoom }: OptionsInput): ZoomPluginOptions {
  const report = (tell: (range: TimeRange) => void) => {
    return ({ chart }: { chart: Chart }) => {
      const axis = chart.scales['x'];
      if (axis !== undefined) tell({ from: axis.min / 1000, to: axis.max / 1000 });
    };
  };
  return {
    limits: { x: { minRange: LEAST_SPAN_MS } },
    zoom: {
      mode: 'x',
      drag: {
        enabled: true,
        threshold: 6,
        backgroundColor: withAlpha(theme.accent, 0.18),
        borderColor: theme.accent,
        borderWidth: 1,
      },
      wheel: { enabled: true, modifierKey: 'ctrl' },
      pinch: { enabled: true },
      onZoom: report(onMoving),
      onZoomComplete: report(onZoom),
    },
    pan: {
      enabled: true,
      mode: 'x',
      modifierKey: 'shift',
      onPan: report(onMoving),
      onPanComplete: report(onZoom),
    },
  };
}
