import { mkdtempSync, rmSync, symlinkSync, writeFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { openBlankStore } from '../../support/blank-store.ts';
import { FunctionFolders } from '../../../fleet/sync/functions-folders.ts';
import { madeUpRuns, runTableCampaign } from '../../support/functions-campaign.ts';
import { libraryFile } from '../../support/made-up/python-runs.ts';
import { TestClock, silentLogger } from '../../support/test-engine.ts';

const NOW = 1_795_500_000;

it.each([undefined, 'KEYS_ONLY'] as const)(
  '10,000 runs of a table with 5 units a second are read over five endings of the program (index: %s)',
  async (index) => {
    const { units, seconds } = await runTableCampaign({
      endpoint: inject('dynamoEndpoint'),
      now: NOW,
      runs: 10_000,
      interruptions: 5,
      ...(index === undefined ? {} : { index }),
    });
    process.stdout.write(`${units.toFixed(1)} units in ${(seconds / 3600).toFixed(1)} h\n`);
  },
);

it('100,000 files of a folder are read while more are written, truncated, renamed and linked', async () => {
  const FILES = 100_000;
  const folder = mkdtempSync(join(tmpdir(), 'py-perf-campaign-'));
  const store = openBlankStore();
  const runs = madeUpRuns(FILES, NOW);
  const write = (n: number, cut = Infinity): void => {
    const run = runs[n];
    if (run === undefined) return;
    const { name, text } = libraryFile(run);
    writeFileSync(join(folder, name), text.slice(0, cut));
  };
  const nameOf = (n: number): string =>
    runs.slice(n, n + 1).map((run) => libraryFile(run).name)[0] ?? '';
  for (let n = 0; n < FILES - 1000; n += 1) write(n, n % 100 === 0 ? 50 : Infinity);
  const folders = new FunctionFolders({
    store,
    clock: new TestClock(NOW),
    logger: silentLogger,
    folders: () => [folder],
    onStored: () => undefined,
  });
  try {
    const reading = folders.read(folder);
    for (let n = FILES - 1000; n < FILES; n += 1) {
      write(n);
      if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    for (let n = 0; n < FILES - 1000; n += 100) write(n);
    const first = nameOf(1);
    await reading;
    // The same run by three names is one run.
    renameSync(join(folder, first), join(folder, 'perf_data_renamed.json'));
    symlinkSync('perf_data_renamed.json', join(folder, 'perf_data_linked.json'));
    expect(await folders.read(folder)).toMatchObject({ files: FILES + 1, unreadable: 0 });
    expect(store.functionReader.count(0, NOW + 1, [])).toBe(FILES);
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
