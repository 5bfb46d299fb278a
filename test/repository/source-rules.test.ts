import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = [
  'contract',
  'platform',
  'collector',
  'fleet',
  'worker',
  'locales',
  'main',
  'preload',
  'renderer',
  'cli',
];

interface Rule {
  /** What no source may do, as the name of the test. */
  what: string;
  pattern: RegExp;
  /** What the pattern is to find, so that it is known to find anything. */
  example: string;
  /** Files that may, all of which do. */
  only?: string[];
}

/** The items of docs/security.md that hold because nothing in the product does otherwise. */
const RULES: Rule[] = [
  {
    // The collector, which stays for months, loads modules that it shares with others: Intl takes 3 to 9 MB at its first use.
    what: 'makes a format of Intl when a module is loaded',
    pattern: /^(?:export )?(?:const|let) [^=\n]*=[^>\n]*\bnew Intl\./mu,
    example: "const FORMAT = new Intl.NumberFormat('en');",
    only: ['renderer/features/heat/heat.ts'],
  },
  {
    what: 'opens addresses or files outside of the app, but for its own logs from the menu and the page of a sign-in',
    pattern: /\b(?:openExternal|openPath|showItemInFolder)\b/u,
    example: 'shell.openExternal(url)',
    only: ['main/system/open-logs.ts', 'main/system/open-sign-in.ts'],
  },
  {
    what: 'opens an address but the checked page of a sign-in',
    pattern: /\bopenExternal\b/u,
    example: 'void shell.openExternal(url)',
    only: ['main/system/open-sign-in.ts'],
  },
  {
    what: 'makes a window elsewhere than where its rights are set',
    pattern: /\bnew (?:BrowserWindow|BaseWindow|WebContentsView|BrowserView)\b/u,
    example: 'new BrowserWindow({})',
    only: ['main/window/window.ts'],
  },
  {
    what: 'loads anything but the app\u2019s own address',
    pattern: /\.(?:loadURL|loadFile)\(/u,
    example: 'window.loadFile("index.html")',
    only: ['main/window/window.ts'],
  },
  {
    what: 'turns a protection off',
    pattern:
      /\b(?:(?:nodeIntegration\w*|allowRunningInsecureContent|experimentalFeatures|webviewTag|allowDisplayingInsecureContent)\s*:(?!\s*false\b)|(?:webSecurity|contextIsolation|sandbox)\s*:(?!\s*true\b))/u,
    example: 'webSecurity: developer',
  },
  {
    what: 'names features of Blink or switches of Chromium',
    pattern:
      /\b(?:enable|disable)BlinkFeatures\b|\bappendSwitch\b|\bappendArgument\b|commandLine\./u,
    example: 'app.commandLine.appendSwitch("disable-web-security")',
  },
  {
    what: 'trusts a certificate that the system does not',
    pattern:
      /setCertificateVerifyProc|certificate-error|rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|ignore-certificate/u,
    example: 'new Agent({ rejectUnauthorized: false })',
    // It looks at a certificate that was refused, to name it, and sends nothing.
    only: ['platform/net/certificates.ts'],
  },
  {
    what: 'has a webview or a frame',
    pattern: /<(?:webview|iframe|embed)\b|allowpopups|createElement\(['"](?:webview|iframe)/iu,
    example: '<webview src="x" allowpopups>',
  },
  {
    what: 'runs text as code or as markup',
    pattern:
      /\beval\(|\bnew Function\b|v-html|(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|executeJavaScript|srcdoc|\bjavascript:/u,
    example: 'element.innerHTML = text',
  },
  {
    what: 'speaks IPC past the checks of sender and input',
    pattern:
      /\bipcMain\.(?:handle|on|once)\w*\(|\.webContents\.(?:send|postMessage)\(|MessageChannelMain/u,
    example: "ipcMain.on('x', listener)",
    only: ['main/ipc/handle.ts', 'main/ipc/send.ts'],
  },
  {
    what: 'gives the page Electron\u2019s own functions',
    pattern: /\bcontextBridge\.|\bipcRenderer\.|exposeInIsolatedWorld/u,
    example: "contextBridge.exposeInMainWorld('x', {})",
    only: ['preload/index.ts'],
  },
  {
    what: 'keeps crash dumps, which hold the memory with its keys',
    pattern: /\bcrashReporter\b|takeHeapSnapshot|writeHeapSnapshot/u,
    example: 'crashReporter.start({})',
  },
  {
    what: 'keeps anything in the page but how it is looked at',
    pattern:
      /\b(?:localStorage|sessionStorage|indexedDB|document\.cookie|useLocalStorage|caches\.)/u,
    example: 'localStorage.setItem("key", secret)',
    only: ['renderer/features/events/use-away.ts', 'renderer/stores/view.ts'],
  },
  {
    what: 'registers itself for addresses, but for the links of this app',
    pattern:
      /setAsDefaultProtocolClient|open-url|\bprotocol\.(?:intercept|register)\w*(?:Protocol)\(/u,
    example: "app.setAsDefaultProtocolClient('app')",
    only: ['main/index.ts', 'main/system/links.ts'],
  },
];

let sources: { path: string; code: string }[];

beforeAll(() => {
  sources = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ts|vue|html)$/u.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        path: relative(ROOT, path).split(sep).join('/'),
        code: withoutComments(readFileSync(path, 'utf8')),
      })),
  );
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//gu, '').replaceAll(/(?<![:'"`\\])\/\/.*$/gmu, '');
}

describe('no source of the product', () => {
  it('no source of the product is left out of these tests', () => {
    for (const folder of FOLDERS)
      expect(sources.some(({ path }) => path.startsWith(`${folder}/`))).toBe(true);
  });

  it.each(RULES)('$what', ({ pattern, example, only = [] }) => {
    expect(example).toMatch(pattern);
    const found = sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
    expect(found.sort()).toEqual([...only].sort());
  });
});

it('only the folders that may know Electron import it, and no page or preload anything of Node', () => {
  const importers = (pattern: RegExp): string[] =>
    sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path.split('/')[0] ?? '');
  expect(new Set(importers(/\bfrom 'electron'|import\('electron'\)/u))).toEqual(
    new Set(['main', 'preload']),
  );
  expect(importers(/\bfrom 'node:|\brequire\(/u)).not.toContain('renderer');
  expect(importers(/\bfrom 'node:|\brequire\(/u)).not.toContain('preload');
});
