import type { HostDetailSeries } from '../../contract/answers.ts';
import type { DetailKind } from '../../contract/sample-details.ts';
import { detailName } from '../store/detail-readings.ts';
import type { NamedSeries } from '../store/named-series.ts';
import type { Grid } from '../store/series-reader.ts';

const KINDS: Readonly<Record<HostDetailSeries['of'], readonly DetailKind[]>> = {
  fileSystem: ['size', 'used', 'inodes'],
  interface: ['rx', 'tx', 'errors'],
};

/** What was said of one file system or interface over a range, by kind. */
export function readDetailSeries(
  store: Pick<NamedSeries, 'series'>,
  host: number,
  { grid, of, name }: { grid: Grid; of: HostDetailSeries['of']; name: string },
): HostDetailSeries['means'] {
  const kinds = new Map(KINDS[of].map((kind) => [detailName(kind, name), kind]));
  const found = store.series(host, grid, new Set(kinds.keys()));
  return Object.fromEntries(
    found.flatMap(({ name: stored, mean }) => {
      const kind = kinds.get(stored);
      return kind === undefined ? [] : [[kind, mean]];
    }),
  );
}
