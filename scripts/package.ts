import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * `npm run package -- [ARGUMENT OF ELECTRON-BUILDER]…`: packages for this system, into dist/. UPDATE_URL is where the packages
 * will look for updates; without it they look nowhere, and say so when asked.
 */
const ROOT = join(import.meta.dirname, '..');

function updateFlags(url: string | undefined): string[] {
  if (url === undefined || url === '') {
    process.stdout.write('UPDATE_URL is not set: these packages will not look for updates.\n');
    return [];
  }
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
    throw new Error(`UPDATE_URL is "${url}"; it must be an https address`);
  process.stdout.write(`These packages will look for updates at ${url}\n`);
  return ['-c.publish.provider=generic', `-c.publish.url=${url}`];
}

/**
 * Without a certificate, macOS still wants a signature of some kind ("-": by nobody), and what nobody signed may not load its
 * own frameworks under the hardened runtime.
 */
function signingFlags({ CSC_LINK = '', CSC_NAME = '' }: NodeJS.ProcessEnv): string[] {
  if (CSC_LINK !== '' || CSC_NAME !== '') return [];
  process.stdout.write(
    'Neither CSC_LINK nor CSC_NAME is set: these packages will not be signed.\n',
  );
  return ['-c.mac.identity=-', '-c.mac.hardenedRuntime=false'];
}

const { status, error } = spawnSync(
  process.execPath,
  [
    join(ROOT, 'node_modules/electron-builder/cli.js'),
    '--publish',
    'never',
    ...updateFlags(process.env['UPDATE_URL']),
    ...signingFlags(process.env),
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, stdio: 'inherit' },
);
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
