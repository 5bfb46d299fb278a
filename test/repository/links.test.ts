import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

/** Everything that a page refers to exists: files, headings, tests, scripts. */
const ROOT = join(import.meta.dirname, '../..');
const PAGES = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: ROOT })].sort();

const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** Text without blocks of code, whose brackets and marks mean nothing. */
function prose(page: string): string {
  return read(page).replaceAll(/^```[\s\S]*?^```/gmu, '');
}

/** The targets of links and images, without those that lead out of the repository. */
function links(page: string): string[] {
  const text = prose(page).replaceAll(/`[^`\n]*`/gu, '');
  return [...text.matchAll(/(?:\]\(|(?:src|srcset|href)=")([^)"\s]+)[)"]/gu)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/u.test(target));
}

/** Names that headings can be linked by, made as GitHub makes them. */
function anchors(page: string): string[] {
  const headings = [...prose(page).matchAll(/^#{1,6} (.+)$/gmu)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  const seen = new Map<string, number>();
  return headings.map((name) => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}-${String(count)}`;
  });
}

/** Why a link leads nowhere, or null. */
function broken(page: string, link: string): string | null {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
  if (!existsSync(join(ROOT, target))) return `${page}: ${link} is not there`;
  if (anchor === undefined || anchors(target).includes(anchor)) return null;
  return `${page}: ${target} has no heading #${anchor}`;
}

/** Paths of the repository and tests in backquotes: `e2e/x` and `test/e2e/x.spec.ts` are the same one. */
function named(page: string): string[] {
  const kinds = 'unit|integration|e2e|long|bench';
  const pattern = new RegExp(`\`((?:test/)?(?:${kinds})/[^\`\\s]*|test/[^\`\\s]*)\``, 'gu');
  return [...prose(page).matchAll(pattern)].map(([, name = '']) => name.replace(/^test\//u, ''));
}

function isTest(name: string): boolean {
  const path = join(ROOT, 'test', name);
  return ['', '.test.ts', '.spec.ts', '.bench.ts'].some((ending) => existsSync(path + ending));
}

/** Scripts that a page mentions: `npm run x`, and names like `test:unit` in backquotes. */
function scripts(page: string): string[] {
  const text = read(page);
  const run = [...text.matchAll(/npm run (?:-s )?([a-z][a-z:-]*)/gu)];
  const short = [...text.matchAll(/`((?:check|start|test|types):[a-z-]+(?::[a-z-]+)*)`/gu)];
  const bare = [...text.matchAll(/npm (start|test)\b/gu)];
  return [...run, ...short, ...bare].map(([, name = '']) => name);
}

describe.each(PAGES)('%s', (page) => {
  it('links to what is there', () => {
    expect(links(page).flatMap((link) => broken(page, link) ?? [])).toEqual([]);
  });

  it('names tests that are there', () => {
    expect(named(page).filter((name) => !isTest(name))).toEqual([]);
  });

  it('names scripts that are there', () => {
    const known = Object.keys(packageJson.scripts);
    expect(scripts(page).filter((name) => !known.includes(name))).toEqual([]);
  });
});

it('finds what it looks for', () => {
  expect(links('README.md')).toContain('docs/images/overview.png');
  expect(broken('README.md', 'docs/nothing.md')).toContain('is not there');
  expect(broken('README.md', 'docs/aws.md#nothing')).toContain('has no heading');
  expect(broken('README.md', 'docs/aws.md#least-policies')).toBeNull();
  expect(named('docs/security.md')).toContain('e2e/shell-security');
  expect(isTest('e2e/nothing')).toBe(false);
  expect(scripts('CONTRIBUTING.md')).toEqual(expect.arrayContaining(['test:unit', 'check']));
});

it('shows every picture that is kept', () => {
  const shown = PAGES.flatMap((page) =>
    links(page).map((link) => relative(ROOT, join(ROOT, dirname(page), link))),
  );
  expect(globSync('docs/images/*', { cwd: ROOT }).filter((file) => !shown.includes(file))).toEqual(
    [],
  );
});
