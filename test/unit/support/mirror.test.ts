import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

/** What is about more than one file: documents, workflows, and rules that hold for a whole tree. */
const CROSS_CUTTING = [
  'docs/dependencies',
  'docs/links',
  'docs/security',
  'fleet/time-zones',
  'locales/findings',
  'main/source-rules',
  'preload/preload',
  'scripts/packaging',
  'standin/surface',
  'support/mirror',
  'workflows/workflows',
];

/** Still to be moved beside what they test. */
const NOT_YET = [
  'cli/doctor',
  'contract/rules',
  'fleet/alerts/crash-recovery',
  'fleet/alerts/deduplication',
  'fleet/alerts/delivery',
  'fleet/alerts/rules',
  'fleet/alerts/stored',
  'fleet/alerts/suppression',
  'fleet/remote/paging',
  'fleet/sync/sync-parts',
  'main/shell',
  'main/updates/update-feed',
  'platform/aws/aws',
  'renderer/charts/drawing',
  'renderer/fleet/lists',
  'renderer/lib/format/format',
];

/** Paths of unit tests, without their ending. */
const tests = globSync('test/unit/**/*.test.ts', { cwd: ROOT }).map((path) =>
  path
    .replaceAll('\\', '/')
    .slice('test/unit/'.length)
    .replace(/\.test\.ts$/u, ''),
);

/** The stand-in and the tests' own support lie in the folder of the tests. */
function hasSource(path: string): boolean {
  return ['', 'test/'].some((folder) =>
    ['.ts', '.vue'].some((ending) => existsSync(join(ROOT, `${folder}${path}${ending}`))),
  );
}

it('every unit test lies where its source file does', () => {
  const known = [...CROSS_CUTTING, ...NOT_YET];
  expect(tests.filter((path) => !hasSource(path) && !known.includes(path))).toEqual([]);
});

it('the list of tests about more than one file names no other', () => {
  expect(CROSS_CUTTING.filter((path) => !tests.includes(path) || hasSource(path))).toEqual([]);
});
