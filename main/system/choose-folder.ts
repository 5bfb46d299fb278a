import { BrowserWindow, dialog } from 'electron';

/** Lets the user choose a folder and hands it to `use`. Returns whether one was chosen. */
export function chooseFolder(use: (path: string) => Promise<void>): Promise<boolean> {
  return choose('openDirectory', use);
}

/** Like `chooseFolder`, for a file. */
export function chooseFile(use: (path: string) => Promise<void>): Promise<boolean> {
  return choose('openFile', use);
}

async function choose(
  what: 'openDirectory' | 'openFile',
  use: (path: string) => Promise<void>,
): Promise<boolean> {
  const window = BrowserWindow.getFocusedWindow();
  const options: Electron.OpenDialogOptions = { properties: [what] };
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  const [path] = filePaths;
  if (path === undefined) return false;
  await use(path);
  return true;
}
