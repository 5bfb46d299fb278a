import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DynamoSource } from '../../../../fleet/remote/dynamo-source.ts';
import { changed } from '../../../../fleet/sharing/register.ts';
import { SharedReplica } from '../../../../fleet/sharing/shared-replica.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { randomText } from '../../../support/random-text.ts';
import { silentLogger, TestClock } from '../../../support/test-engine.ts';

let directory: string;
let store: FleetStore;
let replica: SharedReplica;
let row: Record<string, unknown> | null;
/** Unix milliseconds of the last change. */
let now = 1_795_000_020_000;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'py-perf-replica-'));
  store = openBlankStore(join(directory, 'fleet.db'));
  const clock = new TestClock(1_795_000_020);
  const options = { store, clock, logger: silentLogger, sourceId: 'default', name: 'shared' };
  replica = new SharedReplica({ ...options, removalDays: 180 });
  row = null;
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A registry of one row, which takes every write. */
const registry = {
  get: () => Promise.resolve(row),
  updateIf: (
    _role: string,
    { ExpressionAttributeValues: values }: Record<string, Record<string, unknown>>,
  ) => {
    row = { document: values?.[':document'], version: values?.[':next'] };
    return Promise.resolve(row);
  },
} as unknown as DynamoSource;

function set(names: readonly string[], value?: true): void {
  replica.change(({ document }) => {
    const fields = new Map(document.fields);
    for (const name of names)
      fields.set(
        `label/${name}/x`,
        changed(fields.get(`label/${name}/x`) ?? [], 'aaaa', (now += 1), value),
      );
    return { document: { ...document, fields } };
  });
}

const sync = (): Promise<boolean> => replica.sync(registry, undefined, true);

it('a document that was too large fits again after a removal, and remembers other removals', async () => {
  set(['web', 'db'], true);
  expect(await sync()).toBe(true);
  const many = Array.from({ length: 300 }, (_, index) => randomText(1200, String(index)));
  set(many, true);
  set(['db']);
  await expect(sync()).rejects.toThrow(/too large to be shared: labels/u);
  expect(row).toMatchObject({ version: 1 });
  set(many);
  expect(await sync()).toBe(true);
  const { fields } = replica.held().document;
  expect([...fields.keys()].sort()).toEqual(['label/db/x', 'label/web/x']);
  expect(fields.get('label/db/x')).toMatchObject([{ replica: 'aaaa' }]);
  expect(fields.get('label/db/x')?.[0]).not.toHaveProperty('value');
});
