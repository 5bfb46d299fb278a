import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { BUNDLED, type BundledPackage } from './notices.ts';

/**
 * `npm run audit`, after a build: fails if npm knows of a serious vulnerability in anything that ships. `npm audit
 * --omit=dev` would leave out what Vite bundles into the page, and Electron, because npm regards them as tools.
 */
const ROOT = join(import.meta.dirname, '..');
const SERIOUS = ['high', 'critical'];
/** Ships although it is no dependency in package.json: electron-builder wraps it around the app. */
const SHELL = 'electron';

const reportSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      name: z.string(),
      severity: z.string(),
      /** Paths in node_modules. */
      nodes: z.array(z.string()),
      /** The vulnerability, or the name of the package that brings it in. */
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
    }),
  ),
});

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), dev: z.boolean().optional() }),
  ),
});

/** The output of `npm audit --json`, as far as it is used. */
export type AuditReport = z.infer<typeof reportSchema>;
/** The packages of package-lock.json, by their paths. */
export type Lock = z.infer<typeof lockSchema>;

/** One line for each serious vulnerability in a package that ships. */
export function shippedFindings(
  { vulnerabilities }: AuditReport,
  { packages }: Lock,
  bundled: readonly Pick<BundledPackage, 'name' | 'version'>[],
): string[] {
  const inPage = new Set(bundled.map(({ name, version }) => `${name}@${version}`));
  const ships = (name: string, node: string): boolean => {
    const { dev = false, version = '' } = packages[node] ?? {};
    return !dev || name === SHELL || inPage.has(`${name}@${version}`);
  };
  return Object.values(vulnerabilities)
    .filter(({ severity }) => SERIOUS.includes(severity))
    .filter(({ name, nodes }) => nodes.some((node) => ships(name, node)))
    .map(({ name, severity, via }) => {
      const reasons = via.map((cause) =>
        typeof cause === 'string' ? `through ${cause}` : `${cause.title} (${cause.url})`,
      );
      return `${name}, ${severity}: ${reasons.join('; ')}`;
    });
}

/** npm's findings for all packages. Throws if npm could not ask. */
function auditAll(): AuditReport {
  const { stdout, stderr } = spawnSync('npm', ['audit', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  const report = reportSchema.safeParse(parsed(stdout));
  if (!report.success) throw new Error(`npm could not audit the packages:\n${stdout}${stderr}`);
  return report.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function runAudit(): void {
  const missing = BUNDLED.find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`${missing} is not there: run "npm run build" first`);
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  const bundled = BUNDLED.flatMap(
    (path) => JSON.parse(readFileSync(path, 'utf8')) as BundledPackage[],
  );
  const findings = shippedFindings(auditAll(), lock, bundled);
  process.stdout.write(
    findings.length === 0
      ? 'npm knows of nothing serious in what ships.\n'
      : `${findings.join('\n')}\n`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) runAudit();
