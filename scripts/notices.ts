import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getProjectLicenses } from 'generate-license-file';

/** `npm run notices`: writes the licences of everything that ships with the app, after a build. */
const ROOT = join(import.meta.dirname, '..');
const TARGET = join(ROOT, 'out/THIRD-PARTY-NOTICES.txt');

/** The parts whose dependencies are bundled, which leaves their licence files behind. */
export const BUNDLED = ['main', 'preload', 'renderer'].map((part) =>
  join(ROOT, `out/${part}/licenses.json`),
);

const RULE = `${'-'.repeat(80)}\n`;

/** An entry as Vite writes it (`build.license`). */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX expression. */
  identifier?: string;
  text?: string;
}

/** One licence text and the packages under it. */
export interface Licence {
  /** `name@version` of the packages with exactly this text. */
  packages: string[];
  /** The text of the licence; its name for a package without one. */
  text: string;
}

/** Joins the licences of packages that ship unbundled with those of bundled ones, and merges equal texts. */
export function mergeLicences(
  shipped: readonly Licence[],
  bundled: readonly BundledPackage[],
): Licence[] {
  const texts = new Map<string, Set<string>>();
  const add = (text: string, names: readonly string[]): void => {
    const known = texts.get(text) ?? new Set<string>();
    texts.set(text, new Set([...known, ...names]));
  };
  for (const { text, packages } of shipped) add(text.trim(), packages);
  for (const { name, version, identifier, text } of bundled)
    add((text ?? identifier ?? 'no licence given').trim(), [`${name}@${version}`]);
  return [...texts]
    .map(([text, names]) => ({ text, packages: [...names].sort() }))
    .sort((a, b) => (a.packages[0] ?? '').localeCompare(b.packages[0] ?? ''));
}

/** The notices as one text. */
export function noticesText(licences: readonly Licence[]): string {
  const head = `Py-Perf Desktop contains or uses the packages below, each under the licence that follows its name.
Where a package brings no licence text, the name of its licence stands in its place. Electron's and Chromium's own
licences are in LICENSE.electron.txt and LICENSES.chromium.html.
`;
  const parts = licences.map(({ packages, text }) => `${packages.join('\n')}\n\n${text}\n`);
  return [head, ...parts].join(`\n${RULE}\n`);
}

async function writeNotices(): Promise<void> {
  const missing = BUNDLED.find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`${missing} is not there: run "npm run build" first`);
  const shipped = await getProjectLicenses(join(ROOT, 'package.json'));
  const bundled = BUNDLED.flatMap(
    (path) => JSON.parse(readFileSync(path, 'utf8')) as BundledPackage[],
  );
  const licences = mergeLicences(
    shipped.map(({ dependencies, content }) => ({ packages: dependencies, text: content })),
    bundled,
  );
  const nameless = licences.find(({ text }) => text === 'no licence given');
  if (nameless !== undefined)
    throw new Error(`no licence is known for ${nameless.packages.join(', ')}`);
  writeFileSync(TARGET, noticesText(licences));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeNotices();
