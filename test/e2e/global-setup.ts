import { existsSync } from 'node:fs';
import { e2eHost } from '../support/electron-binary.ts';

/** Says which host the specs run on, and refuses to test a bundle that is not there. */
export default function globalSetup(): void {
  if (!existsSync('out/main/index.js')) throw new Error('out/ is not built: run "npm run build"');
  process.stdout.write(
    e2eHost() === 'electron'
      ? 'e2e host: Electron\n'
      : 'e2e host: the test stand-in around the built bundles in Chromium (not Electron itself)\n',
  );
}
