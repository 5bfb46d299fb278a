import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

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
  expect(tests.length).toBeGreaterThan(100);
  expect(tests.filter((path) => !hasSource(path))).toEqual([]);
});
