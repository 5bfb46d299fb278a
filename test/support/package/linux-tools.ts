import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes before an AppImage's file system, for the program that mounts it. */
export const RUNTIME_SIZE = 4096;

/**
 * Fills a folder with what electron-builder would download for Linux packages, and returns the variables that point to
 * it. An AppImage is complete except for the program that mounts it; for deb and rpm, fpm's arguments are recorded
 * (`record-fpm.ts`).
 */
export function linuxTools(folder: string): Record<string, string> {
  const appImage = join(folder, 'appimage');
  mkdirSync(join(appImage, 'runtimes'), { recursive: true });
  mkdirSync(join(appImage, 'lib/x64'), { recursive: true });
  for (const tool of ['mksquashfs', 'desktop-file-validate'])
    symlinkSync(pathOf(tool), join(appImage, tool));
  writeFileSync(join(appImage, 'runtimes/runtime-x64'), Buffer.alloc(RUNTIME_SIZE, 1));
  const fpm = join(folder, 'fpm');
  const script = join(import.meta.dirname, 'record-fpm.ts');
  writeFileSync(fpm, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`, { mode: 0o755 });
  return { APPIMAGE_TOOLS_PATH: appImage, CUSTOM_FPM_PATH: fpm };
}

function pathOf(tool: string): string {
  return execFileSync('/bin/sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
}
