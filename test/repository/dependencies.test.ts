import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');

/** Packages that have a row in the page. */
const listed = [
  ...readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8').matchAll(/^\| `([^`]+)`/gmu),
].map(([, name]) => name ?? '');

/** Packages that the page and its bridge import, which Vite therefore bundles. */
function bundled(): string[] {
  const files = globSync('{renderer,preload,contract}/**/*.{ts,vue}', { cwd: ROOT });
  const names = files.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return [...text.matchAll(/(?:from|import\()\s*'((?:@[\w-]+\/)?[a-z][\w.-]*)[^']*'/gu)].map(
      ([, name]) => name ?? '',
    );
  });
  return [...new Set(names)].filter((name) => name in packageJson.devDependencies);
}

it('lists every runtime dependency', () => {
  expect(listed).toEqual(expect.arrayContaining(Object.keys(packageJson.dependencies)));
});

it('lists everything that is bundled into the page', () => {
  const names = bundled();
  expect(names).toEqual(expect.arrayContaining(['vue', 'chart.js', '@lucide/vue']));
  expect(listed).toEqual(expect.arrayContaining(names.filter((name) => name !== 'vite')));
});

it('lists a package once for each place it ships in', () => {
  const rows = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8').split(/^## /mu);
  for (const section of rows) {
    const names = [...section.matchAll(/^\| `([^`]+)`/gmu)].map(([, name]) => name);
    expect(names).toEqual([...new Set(names)]);
  }
});

it('lists nothing that is gone', () => {
  const known = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies });
  expect(listed.filter((name) => !known.includes(name))).toEqual([]);
});
