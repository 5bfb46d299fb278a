import { lstat, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BrowserWindow, dialog } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import type {
  ParsedInput,
  RequestOutput,
  ServiceRequestName,
  ShellHandlers,
} from '../../contract/requests.ts';
import type { Result } from '../../contract/result.ts';
import { safeText } from '../../contract/safe-text.ts';
import { LONGEST_SHARED_FILE } from '../../contract/sharing.ts';

/** Sends a request to the service. */
type Ask = <K extends ServiceRequestName>(
  name: K,
  input: ParsedInput<K>,
) => Promise<Result<RequestOutput<K>>>;

const FILE_NAME = 'py-perf-team.json';
const FILTERS = [{ name: 'JSON', extensions: ['json'] }];

/** Exports and imports what is shared, in files chosen with system dialogs. Methods throw `AppFailure`. */
export function sharedFiles(ask: Ask): Pick<ShellHandlers, 'saveSharedFile' | 'openSharedFile'> {
  return {
    saveSharedFile: async ({ sourceId }) => {
      const text = valueOf(await ask('sharedFile', { sourceId }));
      const window = BrowserWindow.getFocusedWindow();
      const options = { defaultPath: FILE_NAME, filters: FILTERS };
      const { filePath } = await (window === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options));
      if (filePath === '') return false;
      try {
        await writeFileAtomic(filePath, text);
      } catch (error) {
        throw fileFailure('written', filePath, error);
      }
      return true;
    },
    openSharedFile: async ({ sourceId }) => {
      const window = BrowserWindow.getFocusedWindow();
      const options: Electron.OpenDialogOptions = { properties: ['openFile'], filters: FILTERS };
      const { filePaths } = await (window === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options));
      const [path] = filePaths;
      if (path === undefined) return null;
      const text = await readShared(path);
      const changes = valueOf(await ask('importShared', { sourceId, text, dryRun: true }));
      return { text, changes };
    },
  };
}

async function readShared(path: string): Promise<string> {
  try {
    const { size } = await lstat(path);
    if (size <= LONGEST_SHARED_FILE) return await readFile(path, 'utf8');
  } catch (error) {
    throw fileFailure('read', path, error);
  }
  throw appFailure(
    'invalid-input',
    `${safeText(basename(path), 100)} is far larger than what a team shares.`,
    'Choose a file that "Export" wrote.',
  );
}

function fileFailure(done: string, path: string, cause: unknown): AppFailure {
  const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  return appFailure(
    'unavailable',
    `${safeText(basename(path), 100)} could not be ${done} (${reason}).`,
    'Choose another place, or check its permissions.',
    cause,
  );
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new AppFailure(result.error);
}
