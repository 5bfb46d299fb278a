import { createSharedComposable } from '@vueuse/core';
import { computed } from 'vue';
import { useTheme } from '../lib/use-theme.ts';

/** Colours and font of charts, from the design tokens. */
export interface ChartTheme {
  /** The theme of these tokens; the document has it before the charts are redrawn. */
  readonly name: string;
  readonly grid: string;
  readonly text: string;
  readonly ink: string;
  readonly shade: string;
  readonly cursor: string;
  readonly accent: string;
  readonly offline: string;
  readonly warning: string;
  readonly ground: string;
  /** The usual range, beneath the lines. */
  readonly usual: string;
  readonly font: string;
  /** The colour of the n-th series, from 0. */
  series(index: number): string;
}

const SERIES_COLOURS = 8;

/**
 * The design tokens as colours for a canvas; changes with the theme. Read once for all charts, because it takes the
 * browser long.
 */
export const useChartTheme = createSharedComposable(() => {
  const { theme } = useTheme();
  return computed<ChartTheme>(() => {
    const styles = getComputedStyle(document.documentElement);
    const token = (name: string) => styles.getPropertyValue(name).trim();
    const series = Array.from({ length: SERIES_COLOURS }, (_, i) =>
      token(`--series-${String(i + 1)}`),
    );
    return {
      name: theme.value,
      grid: token('--grid'),
      text: token('--text-muted'),
      ink: token('--text'),
      shade: token('--gap-shade'),
      cursor: token('--line-strong'),
      accent: token('--accent'),
      offline: token('--offline'),
      warning: token('--warning'),
      ground: token('--bg'),
      usual: token('--usual'),
      font: token('--font-ui'),
      series: (index) => series[index % SERIES_COLOURS] ?? '',
    };
  });
});
