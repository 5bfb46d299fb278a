/**
 * The messages between the two halves of the stand-in: the main half (a Node process with the built main bundle and the
 * `electron` module of `electron/`) and the window half (`host/`, which drives Chromium). URLs are the app's own.
 */

/** What the window half needs to create a window. */
export interface WindowOptions {
  id: number;
  width: number;
  height: number;
  title: string;
  visible: boolean;
  /** Path of the built preload, or null. */
  preload: string | null;
  /** The folder of Chromium's own files, where a page's storage outlives the app. */
  sessionData: string;
}

/** Where a message comes from. `parentUrl` is null for a main frame. */
export interface FrameInfo {
  url: string;
  parentUrl: string | null;
}

/** A page's request to the app's own protocol. */
export interface FileRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
}

/** The response of the app's protocol handler. */
export interface FileResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** A message of `ipcRenderer` to the app. */
export interface InvokeMessage {
  windowId: number;
  frame: FrameInfo;
  channel: string;
  args: unknown[];
}

/** Handled by the window half. */
export interface WindowHalf {
  createWindow: (options: WindowOptions) => Promise<void>;
  /** Rejects if the page cannot be loaded. `permissions` are those that the app's handlers allow. */
  loadUrl: (windowId: number, url: string, permissions: string[]) => Promise<void>;
  destroyWindow: (windowId: number) => Promise<void>;
  setVisible: (windowId: number, visible: boolean) => Promise<void>;
  setSize: (windowId: number, width: number, height: number) => Promise<void>;
  setTheme: (theme: 'system' | 'light' | 'dark') => Promise<void>;
  send: (windowId: number, channel: string, args: unknown[]) => Promise<void>;
  executeJavaScript: (windowId: number, code: string) => Promise<unknown>;
  capture: (windowId: number) => Promise<Uint8Array>;
  /** Ends the process of the page like a fault. */
  crash: (windowId: number) => Promise<void>;
}

/** Handled by the main half. */
export interface MainHalf {
  /** Runs the handler of `ipcMain.handle`. */
  invoke: (message: InvokeMessage) => Promise<unknown>;
  /** `ipcRenderer.send`. */
  message: (message: InvokeMessage) => Promise<void>;
  request: (request: FileRequest) => Promise<FileResponse>;
  /** A page has been loaded: `title` is the document's. */
  loaded: (windowId: number, url: string, title: string) => Promise<void>;
  /** The user has closed the page; outside of Electron, Chromium does not ask first. */
  closed: (windowId: number) => Promise<void>;
  /** The page has crashed. */
  crashed: (windowId: number) => Promise<void>;
  /** A page wants to navigate. Returns whether it may. */
  navigation: (windowId: number, url: string, isMainFrame: boolean) => Promise<boolean>;
  /** A page wants a new window. */
  windowOpen: (windowId: number, url: string) => Promise<void>;
  /** Runs the source of a function with the `electron` module and an argument. */
  evaluate: (source: string, arg: unknown) => Promise<unknown>;
}
