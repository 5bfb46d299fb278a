import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vue from '@vitejs/plugin-vue';
import { build, type Plugin } from 'vite';
import { REQUEST_NAMES } from '../../../contract/requests.ts';
import { DEFAULT_SETTINGS } from '../../../contract/settings.ts';
import { serve } from './serve.ts';

const require = createRequire(import.meta.url);

/** The path of axe: the browser keeps it compiled, and only pages that need it load it. */
export const AXE = '/axe.js';

const root = path.resolve(import.meta.dirname, '../../..');

/** The built page and its server. */
export interface BuiltHarness {
  /** Folder of the built page. */
  readonly page: string;
  /** The bridge as one script. */
  readonly bridge: string;
  /** The page's address, with a content security policy like the app's: `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Stops the server and removes both. */
  readonly dispose: () => Promise<void>;
}

/**
 * The bridge runs again with every page and needs no schemas: creating them would take as long as the rest. It gets the
 * values that follow from them.
 */
const evaluatedContract: Plugin = {
  name: 'evaluated-contract',
  load: {
    filter: { id: /\/contract\/(?:requests|settings)\.ts$/u },
    handler: (id) =>
      id.endsWith('/requests.ts')
        ? `export const REQUEST_NAMES = ${JSON.stringify(REQUEST_NAMES)};`
        : `export const DEFAULT_SETTINGS = ${JSON.stringify(DEFAULT_SETTINGS)};`,
  },
};

/** Builds the current renderer and its made-up bridge into a new folder; with `builtPage` only the bridge. */
export async function buildHarness(builtPage?: string): Promise<BuiltHarness> {
  const out = await mkdtemp(path.join(tmpdir(), 'renderer-harness-'));
  const page = builtPage ?? path.join(out, 'page');
  if (builtPage === undefined) await buildPage(page);
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [evaluatedContract],
    build: {
      outDir: out,
      emptyOutDir: false,
      lib: {
        entry: path.join(import.meta.dirname, 'fake-bridge.ts'),
        formats: ['iife'],
        name: 'harness',
        fileName: () => 'bridge.js',
      },
    },
  });
  const server = await serve(page, { [AXE]: require.resolve('axe-core/axe.min.js') });
  return {
    page,
    origin: server.origin,
    bridge: path.join(out, 'bridge.js'),
    dispose: async () => {
      server.close();
      await rm(out, { recursive: true, force: true });
    },
  };
}

async function buildPage(page: string): Promise<void> {
  await build({
    root: path.join(root, 'renderer'),
    configFile: false,
    logLevel: 'warn',
    base: './',
    plugins: [vue()],
    build: {
      outDir: page,
      minify: true,
      emptyOutDir: true,
      chunkSizeWarningLimit: 1500,
      modulePreload: { polyfill: false },
    },
  });
}
