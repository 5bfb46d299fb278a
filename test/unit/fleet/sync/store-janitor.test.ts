import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { FleetStore } from '../../../../fleet/store/store.ts';
import { madeUpSample } from '../../../support/fleet-generator.ts';
import { TestClock, openTestEngine } from '../../../support/test-engine.ts';

const NOW = 1_795_500_000;

it('another process’s writes are reported to the views', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'py-perf-upkeep-'));
  const storePath = join(directory, 'fleet.db');
  const onFleetChanged = vi.fn<(revision: number) => void>();
  const test = openTestEngine([], new TestClock(NOW), { storePath, onFleetChanged });
  test.engine.start();
  await test.engine.sync('user');
  onFleetChanged.mockClear();

  const other = FleetStore.open(storePath);
  other.write(() => {
    other.recordLocal('default', madeUpSample('elsewhere', NOW), {}, NOW);
  });
  other.close();

  await vi.waitFor(() => {
    expect(onFleetChanged).toHaveBeenCalled();
  });
  expect(test.engine.overview().hosts).toHaveLength(1);
  await test.dispose();
  rmSync(directory, { recursive: true, force: true });
});
