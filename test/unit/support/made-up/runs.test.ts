import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FunctionQueries } from '../../../../fleet/queries/functions.ts';
import { FleetStore } from '../../../../fleet/store/store.ts';
import { addMadeUpRuns } from '../../../support/made-up/runs.ts';
import { TestClock } from '../../../support/test-engine.ts';

it.each(['2026-11-30T15:00:00Z', '2026-12-03T01:00:00Z', '2027-03-02T23:00:00Z'])(
  'at %s the made-up batch job has become slower on a Tuesday, and nothing else',
  (time) => {
    const now = Date.parse(time) / 1000;
    const directory = mkdtempSync(join(tmpdir(), 'py-perf-runs-'));
    const path = join(directory, 'fleet.db');
    addMadeUpRuns(
      path,
      [
        { sourceId: 'default', hostname: 'batch-1' },
        { sourceId: 'default', hostname: 'ci-1' },
      ],
      now,
    );
    const store = FleetStore.open(path);
    const { regressions, functions, hosts } = new FunctionQueries({
      store,
      clock: new TestClock(now),
      isShown: () => true,
      folders: () => [],
      revision: () => 1,
      slowerRatio: () => 1.25,
    }).list({ from: now - 7 * 86_400, to: now });
    store.close();
    rmSync(directory, { recursive: true });
    expect(regressions.map(({ name, hostname }) => [name, hostname])).toEqual([
      ['import_orders', 'batch-1'],
    ]);
    expect(new Date((regressions[0]?.since ?? 0) * 1000).getUTCDay()).toBe(2);
    expect(functions).toHaveLength(8);
    expect(hosts).toHaveLength(2);
  },
);
