import { globSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const DEFINITIONS = 'electron/electron.d.ts';
const OTHER_PACKAGES = /node_modules\/(?!electron\/|typescript\/|@types\/node\/)/u;
const EVENT_METHODS = new Set(['on', 'once', 'off', 'addListener', 'removeListener']);
/** The rest of what Node's own emitters have, which the stand-in's classes inherit. */
const INHERITED = new Set([...EVENT_METHODS, 'emit', 'removeAllListeners', 'listenerCount']);

/** Where the stand-in emulates which of Electron's interfaces. */
const EMULATED_IN: Record<string, string[]> = {
  App: ['electron/app.ts'],
  BaseWindow: ['electron/base-window.ts', 'electron/browser-window.ts'],
  BrowserWindow: ['electron/base-window.ts', 'electron/browser-window.ts'],
  Dialog: ['electron/system.ts'],
  IpcMain: ['electron/ipc-main.ts'],
  Menu: ['electron/menu.ts'],
  MenuItem: ['electron/menu-item.ts'],
  NativeImage: ['electron/native-image.ts'],
  Net: ['electron/system.ts'],
  Notification: ['electron/notification.ts'],
  PowerMonitor: ['electron/system.ts'],
  Protocol: ['electron/protocol.ts'],
  SafeStorage: ['electron/safe-storage.ts'],
  Screen: ['electron/screen.ts'],
  Session: ['electron/session.ts', 'electron/module.ts'],
  Shell: ['electron/system.ts'],
  Tray: ['electron/tray.ts'],
  WebContents: ['electron/web-contents.ts'],
  ContextBridge: ['page/page-half.ts'],
  IpcRenderer: ['page/page-half.ts'],
};

/** What the system would tell and no stand-in does: specs emit these themselves, on Electron too. */
const TOLD_BY_SPECS = [
  'PowerMonitor.resume',
  'PowerMonitor.shutdown',
  'BrowserWindow.session-end',
  'Notification.click',
  'Tray.click',
  'App.activate',
];

/**
 * What the stand-in leaves out on purpose: it has no frames, no webviews, no redirect, no other process of Chromium, and
 * notifications without buttons that nothing refuses, as Linux has them (`test/unit/main/notifications`); links come as
 * arguments there, by `open-url` on macOS alone.
 */
const NEVER_TOLD = [
  'Notification.action',
  'Notification.failed',
  'App.child-process-gone',
  'App.open-url',
  'WebContents.will-redirect',
  'WebContents.will-attach-webview',
];

interface Used {
  members: Set<string>;
  events: Set<string>;
}

/** `Interface.member` and `Interface.event` of Electron's definitions that the product uses. */
function usedOfElectron(): Used {
  const files = globSync('{main,preload}/**/*.ts', { cwd: ROOT }).map((file) => join(ROOT, file));
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.node.json'), (path) =>
    ts.sys.readFile(path),
  );
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  // Nothing of Electron's comes by way of other packages: to read what those define takes longer than all else.
  host.getSourceFile = (name, ...rest) =>
    OTHER_PACKAGES.test(name)
      ? ts.createSourceFile(name, 'export {};', ts.ScriptTarget.Latest)
      : read(name, ...rest);
  const program = ts.createProgram(files, { ...options, noEmit: true }, host);
  const checker = program.getTypeChecker();
  const used: Used = { members: new Set(), events: new Set() };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) note(node, checker, used);
    ts.forEachChild(node, visit);
  };
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source !== undefined) visit(source);
  }
  return used;
}

function note(node: ts.PropertyAccessExpression, checker: ts.TypeChecker, used: Used): void {
  const symbol = checker.getSymbolAtLocation(node.name);
  const declaration = symbol?.declarations?.[0];
  if (declaration?.getSourceFile().fileName.endsWith(DEFINITIONS) !== true) return;
  const owner = (declaration.parent as ts.NamedDeclaration).name?.getText() ?? '';
  // What is handed to the app, or by it, are plain objects: events, options, details.
  if (EMULATED_IN[owner] === undefined && !isApi(declaration)) return;
  used.members.add(`${owner}.${node.name.text}`);
  const call = node.parent;
  if (!EVENT_METHODS.has(node.name.text) || !ts.isCallExpression(call)) return;
  const [name] = call.arguments;
  if (name !== undefined && ts.isStringLiteral(name)) used.events.add(`${owner}.${name.text}`);
}

function isApi(declaration: ts.Declaration): boolean {
  return ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration);
}

const sources = new Map<string, string>();
function sourceOf(file: string): string {
  const known = sources.get(file) ?? ts.sys.readFile(join(ROOT, 'test/standin', file)) ?? '';
  sources.set(file, known);
  return known;
}

/** Whether the text of the stand-in defines a member, whichever way. */
function defines(file: string, member: string): boolean {
  const definition = new RegExp(
    String.raw`^ +(?:(?:static|readonly|async|get|set) )*${member}\b *[(<?:=,]|^ +${member},?$`,
    'mu',
  );
  return definition.test(sourceOf(file));
}

function emits(file: string, event: string): boolean {
  return new RegExp(String.raw`(?:emit|later)\([^;]*'${event}'`, 'u').test(sourceOf(file));
}

describe('the stand-in has what the product uses of Electron', () => {
  const { members, events } = usedOfElectron();

  it('the stand-in has what the product uses of Electron each member', () => {
    expect(members.size).toBeGreaterThan(50);
    const missing = [...members].filter((used) => {
      const [owner = '', member = ''] = used.split('.');
      if (INHERITED.has(member) || member === 'preventDefault') return false;
      return EMULATED_IN[owner]?.some((file) => defines(file, member)) !== true;
    });
    expect(missing).toEqual([]);
  });

  it('the stand-in has what the product uses of Electron each event, or a reason why nobody tells it', () => {
    expect(events.size).toBeGreaterThan(8);
    const missing = [...events].filter((used) => {
      if (TOLD_BY_SPECS.includes(used) || NEVER_TOLD.includes(used)) return false;
      const [owner = '', event = ''] = used.split('.');
      return EMULATED_IN[owner]?.some((file) => emits(file, event)) !== true;
    });
    expect(missing).toEqual([]);
  });

  it('no reason for an event that is not used', () => {
    expect([...TOLD_BY_SPECS, ...NEVER_TOLD].filter((event) => !events.has(event))).toEqual([]);
  });
});
