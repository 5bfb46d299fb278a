import { savePicture } from '../lib/save-picture.ts';
import type { TimeRange } from '../lib/ranges.ts';
import { useFormat } from '../lib/use-format.ts';
import type { ChartLine } from './chart-options.ts';
import { dashesOf } from './line-styles.ts';
import { useChartTheme } from './use-chart-theme.ts';

/** The texts of a chart's picture. */
export interface ChartPicture {
  readonly fileName: string;
  readonly label: string;
  readonly range: TimeRange;
  /** The visible lines. */
  readonly lines: readonly ChartLine[];
}

/** Saves a canvas as a PNG with its title, range and legend. */
export function useChartPicture() {
  const theme = useChartTheme();
  const { time } = useFormat();
  return async (canvas: HTMLCanvasElement, picture: ChartPicture): Promise<void> => {
    const styles = getComputedStyle(document.documentElement);
    const { from, to } = picture.range;
    await savePicture(`${picture.fileName}.png`, {
      canvas,
      title: picture.label,
      subtitle: `${time.value.exact(from)} – ${time.value.exact(to)}`,
      legend: picture.lines.map((line) => ({
        label: line.label,
        colour: theme.value.series(line.position),
        dash: dashesOf(line),
      })),
      background: styles.getPropertyValue('--bg-panel').trim(),
      ink: styles.getPropertyValue('--text').trim(),
      font: theme.value.font,
    });
  };
}
