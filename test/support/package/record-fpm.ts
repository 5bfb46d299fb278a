import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * Replaces fpm, which builds deb and rpm for electron-builder: records its arguments, and the texts of files that exist
 * only while it runs, beside an empty package.
 */

/** The content of `PACKAGE.json`. */
export interface RecordedPackage {
  name: string;
  version: string;
  maintainer: string;
  url: string;
  license: string;
  description: string;
  depends: string[];
  /** The source of each file or folder, by destination. */
  files: Record<string, string>;
  afterInstall: string;
  afterRemove: string;
  desktopEntry: string;
}

const text = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--force'),
  allowPositionals: true,
  options: {
    s: { type: 'string', short: 's' },
    t: { type: 'string', short: 't' },
    d: { type: 'string', short: 'd', multiple: true },
    architecture: text,
    'after-install': text,
    'after-remove': text,
    'deb-compression': text,
    'deb-priority': text,
    'deb-recommends': text,
    description: text,
    license: text,
    maintainer: text,
    name: text,
    package: text,
    'rpm-compression': text,
    'rpm-os': text,
    'rpm-summary': text,
    url: text,
    vendor: text,
    version: text,
  },
});

function needed(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`fpm is not told ${name}`);
  return value;
}

const files = Object.fromEntries(
  positionals.map((mapping) => {
    const at = mapping.lastIndexOf('=');
    return [mapping.slice(at + 1), mapping.slice(0, at)];
  }),
);
const entry = Object.keys(files).find((path) => path.endsWith('.desktop'));
const target = needed(values.package, 'the package');
const recorded: RecordedPackage = {
  name: needed(values.name, 'the name'),
  version: needed(values.version, 'the version'),
  maintainer: needed(values.maintainer, 'the maintainer'),
  url: needed(values.url, 'the homepage'),
  license: needed(values.license, 'the licence'),
  description: needed(values.description, 'the description'),
  depends: values.d ?? [],
  files,
  afterInstall: readFileSync(needed(values['after-install'], 'what follows'), 'utf8'),
  afterRemove: readFileSync(needed(values['after-remove'], 'what follows'), 'utf8'),
  desktopEntry: readFileSync(needed(files[entry ?? ''], 'the desktop entry'), 'utf8'),
};
writeFileSync(target, '');
writeFileSync(`${target}.json`, JSON.stringify(recorded));
