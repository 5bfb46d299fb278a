import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { COLLECTOR_SERVICE, WATCHER_SERVICE } from '../../../collector/os-service/services.ts';
import { PRODUCT } from '../../support/package/pack.ts';

const run = promisify(execFile);

const folder = mkdtempSync(join(tmpdir(), 'installer-'));

/** What electron-builder's own script brings, as far as ours asks for it. */
const SCRIPT = `
!include LogicLib.nsh
!macro _isUpdated _a _b _t _f
  StrCmp "$0" "--updated" \`\${_t}\` \`\${_f}\`
!macroend
!define isUpdated \`"" isUpdated ""\`
!define APP_EXECUTABLE_FILENAME "Py-Perf Desktop.exe"
!include "${join(PRODUCT, 'build/installer.nsh')}"
!if "\${COLLECTOR_TASK}" != "${COLLECTOR_SERVICE.taskName}"
  !error "the task has another name: \${COLLECTOR_TASK}"
!endif
!if "\${WATCHER_TASK}" != "${WATCHER_SERVICE.taskName}"
  !error "the task has another name: \${WATCHER_TASK}"
!endif
OutFile "${join(folder, 'collector.exe')}"
InstallDir "$LOCALAPPDATA\\app"
Section
  !insertmacro customInstall
  WriteUninstaller "$INSTDIR\\uninstall.exe"
SectionEnd
Section un.app
  !insertmacro customUnInstall
SectionEnd
`;

describe.runIf(process.platform === 'linux')('what the installer does beside its own', () => {
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('our installer script builds in NSIS without a warning, and handles the tasks of collector and watcher', async () => {
    const script = join(folder, 'collector.nsi');
    writeFileSync(script, SCRIPT);
    await run('makensis', ['-WX', '-V2', script]);
    expect(statSync(join(folder, 'collector.exe')).size).toBeGreaterThan(10_000);
  });
});
