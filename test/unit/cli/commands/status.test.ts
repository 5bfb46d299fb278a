import { expect, it } from 'vitest';
import { formatTable, statusRows } from '../../../../cli/commands/status.ts';
import type { HostOutlook } from '../../../../contract/outlook.ts';
import { healthJudge, makeHost } from '../../renderer/make.ts';

const hosts = ['a', 'b', 'c'].map((hostname) => makeHost({ hostname }));
const { sourceId } = makeHost();
const outlooks: HostOutlook[] = [
  {
    sourceId,
    hostname: 'a',
    full: { metric: 'disk', earliest: 3.2, latest: 4.7 },
    unusual: { metric: 'cpu', value: 93.25, low: 10, high: 40.4, distance: 2 },
  },
  {
    sourceId,
    hostname: 'b',
    full: { metric: 'memory', earliest: 0.4, latest: null },
    unusual: { metric: 'cpu', value: 20, low: 10, high: 40, distance: 0.2 },
  },
];

it('shows when hosts are full and what is unusual only with --outlook', () => {
  const rows = statusRows(hosts, healthJudge(), outlooks);
  const lines = formatTable(rows, 0).split('\n');
  expect(lines[0]).toMatch(/FULL IN +UNUSUAL/u);
  expect(lines.find((line) => line.startsWith('a '))).toMatch(
    /disk 3-5 d +cpu 93[.\d]* % \(usually 10 % to 40[.\d]* %\)/u,
  );
  expect(lines.find((line) => line.startsWith('b '))).toMatch(/memory 0 d or more +usual$/u);
  expect(lines.find((line) => line.startsWith('c '))).toMatch(/– +–$/u);
  expect(rows.find(({ hostname }) => hostname === 'c')).toMatchObject({
    full: null,
    unusual: null,
  });
  const plain = statusRows(hosts, healthJudge());
  expect(formatTable(plain, 0)).not.toContain('FULL IN');
  expect(plain[0]).not.toHaveProperty('full');
});
