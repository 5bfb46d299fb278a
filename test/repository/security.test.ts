import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

/** The cells of each row of Electron's checklist. */
const items = [...PAGE.matchAll(/^\| (\d+) ([^|]*)\|([^|]*)\|([^|]*)\|$/gmu)].map(
  ([, number = '', item = '', how = '', test = '']) => ({ number, item, how, test }),
);

it('has each of the twenty items of Electron’s checklist, with a test or the reason why there is none', () => {
  expect(items.map(({ number }) => Number(number))).toEqual(
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
  for (const { item, how, test } of items) {
    expect([item, how.trim()]).not.toEqual([item, '']);
    expect([item, test.trim()]).toEqual([item, expect.stringMatching(/`\w+\/|^none: .{10}/u)]);
  }
});

it('names tests that there are', () => {
  const named = [...PAGE.matchAll(/`((?:unit|integration|e2e|repository)\/[\w/-]+)`/gu)].map(
    ([, name = '']) => name,
  );
  expect(named.length).toBeGreaterThan(20);
  const missing = named.filter(
    (name) =>
      !['.test.ts', '.spec.ts'].some((end) => existsSync(join(ROOT, 'test', `${name}${end}`))),
  );
  expect(missing).toEqual([]);
});
