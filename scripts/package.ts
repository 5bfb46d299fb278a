import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { LOCALES } from '../contract/locale.ts';

/**
 * `npm run package -- [ARGUMENT OF ELECTRON-BUILDER]…`: packages for this system, into dist/. UPDATE_URL is where the
 * packages look for updates; without it they look nowhere, and say so on request. HOMEPAGE is the project's address in
 * deb and rpm.
 */
const ROOT = join(import.meta.dirname, '..');

function updateFlags(url: string | undefined, isSigned: boolean): string[] {
  if (url === undefined || url === '') {
    process.stdout.write('UPDATE_URL is not set: these packages will not look for updates.\n');
    return [];
  }
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
    throw new Error(`UPDATE_URL is "${url}"; it must be an https address`);
  process.stdout.write(`These packages will look for updates at ${url}\n`);
  // macOS installs no unsigned update, so users should not download one in vain.
  const systems = isSigned ? ['linux', 'win', 'mac'] : ['linux', 'win'];
  return systems.flatMap((system) => [
    `-c.${system}.publish.provider=generic`,
    `-c.${system}.publish.url=${url}`,
  ]);
}

/**
 * electron-builder makes no deb or rpm without a homepage, and would use a GitHub remote of the clone. A package names
 * the given address instead, and otherwise none.
 */
function homepageFlags(url: string | undefined): string[] {
  if (url !== undefined && url !== '') return [`-c.extraMetadata.homepage=${url}`];
  return process.platform === 'linux' ? ['-c.extraMetadata.homepage=about:blank'] : [];
}

/**
 * Without a certificate, macOS still needs a signature ("-": ad hoc), and ad-hoc code may not load its own frameworks
 * under the hardened runtime.
 */
function signingFlags(isSigned: boolean): string[] {
  if (isSigned) return [];
  process.stdout.write(
    'Neither CSC_LINK nor CSC_NAME is set: these packages will not be signed.\n',
  );
  return ['-c.mac.identity=-', '-c.mac.hardenedRuntime=false'];
}

/** Chromium's own texts, such as a text field's menu, in the app's languages. It calls English `en-US`. */
function languageFlags(): string[] {
  return LOCALES.map((id) => `-c.electronLanguages=${id === 'en' ? 'en-US' : id}`);
}

const { UPDATE_URL, HOMEPAGE, CSC_LINK = '', CSC_NAME = '' } = process.env;
const isSigned = CSC_LINK !== '' || CSC_NAME !== '';

const { status, error } = spawnSync(
  process.execPath,
  [
    join(ROOT, 'node_modules/electron-builder/cli.js'),
    '--publish',
    'never',
    ...updateFlags(UPDATE_URL, isSigned),
    ...homepageFlags(HOMEPAGE),
    ...signingFlags(isSigned),
    ...languageFlags(),
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, stdio: 'inherit' },
);
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
