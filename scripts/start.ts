import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { electronBinary } from '../test/support/electron-binary.ts';
import { startChromium } from './start-chromium.ts';

/** `npm start`: opens the built app in Electron, or, where its binary cannot be had, in Chromium. */
const ROOT = join(import.meta.dirname, '..');

const binary = electronBinary() ?? fetchElectron();
if (binary === null) {
  process.stdout.write(
    'Electron\u2019s binary is not installed and cannot be downloaded here: opening the app in Chromium instead.\n',
  );
  await startChromium();
} else {
  const { status } = spawnSync(binary, [ROOT, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

/** Electron's package brings its own download; it needs GitHub. */
function fetchElectron(): string | null {
  process.stdout.write('Fetching Electron\u2026\n');
  const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules/electron/install.js')], {
    stdio: 'ignore',
    timeout: 300_000,
  });
  return status === 0 ? electronBinary() : null;
}
