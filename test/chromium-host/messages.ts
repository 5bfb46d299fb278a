/**
 * What the two halves of the stand-in say to each other: the "main process" (a Node process with the built main
 * bundle in it) and the host (which owns the Chromium page). They talk over Node's IPC with the structured clone
 * algorithm, as Electron's processes do.
 */

export interface TrayItem {
  id: string;
  label: string;
  type: string;
  checked: boolean;
  enabled: boolean;
}

export interface WindowPlan {
  windowId: number;
  width: number;
  height: number;
  title: string;
  preload: string;
}

/** From the main process to the host. `id` marks what wants an answer. */
export type FromMain =
  | { kind: 'create-window'; plan: WindowPlan }
  | { kind: 'load-url'; id: number; windowId: number; url: string }
  | { kind: 'show-window'; windowId: number; visible: boolean }
  | { kind: 'destroy-window'; windowId: number }
  | { kind: 'send'; windowId: number; channel: string; args: unknown[] }
  | { kind: 'tray'; items: TrayItem[]; tooltip: string }
  | { kind: 'error-box'; title: string; content: string }
  | { kind: 'answer'; id: number; value?: unknown; error?: string };

export interface ServedFile {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** From the host to the main process. */
export type FromHost =
  | { kind: 'answer'; id: number; error?: string }
  | { kind: 'invoke'; id: number; windowId: number; url: string; channel: string; args: unknown[] }
  | { kind: 'serve'; id: number; url: string }
  | { kind: 'click-tray'; id: number; item: string }
  | { kind: 'close-window'; windowId: number }
  | { kind: 'second-instance' }
  | { kind: 'quit' };

/** The app's own scheme, which Chromium cannot open, and the https origin that stands for it. */
export const APP_ORIGIN = 'app://bundle';
export const STANDIN_ORIGIN = 'https://bundle.py-perf.test';

export function toStandInUrl(url: string): string {
  return url.startsWith(APP_ORIGIN) ? STANDIN_ORIGIN + url.slice(APP_ORIGIN.length) : url;
}

export function toAppUrl(url: string): string {
  return url.startsWith(`${STANDIN_ORIGIN}/`) ? APP_ORIGIN + url.slice(STANDIN_ORIGIN.length) : url;
}
