import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vue from '@vitejs/plugin-vue';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../../..');

export interface BuiltHarness {
  /** Folder of the built page. */
  readonly page: string;
  /** The bridge as one script. */
  readonly bridge: string;
  /** Removes both. */
  readonly dispose: () => Promise<void>;
}

/** Builds the renderer as it is, and the made-up bridge beside it, into a new folder. */
export async function buildHarness(): Promise<BuiltHarness> {
  const out = await mkdtemp(path.join(tmpdir(), 'renderer-harness-'));
  const page = path.join(out, 'page');
  await build({
    root: path.join(root, 'renderer'),
    configFile: false,
    logLevel: 'warn',
    base: '.',
    plugins: [vue()],
    build: {
      outDir: page,
      minify: true,
      emptyOutDir: true,
      chunkSizeWarningLimit: 1000,
      modulePreload: { polyfill: false },
    },
  });
  await build({
    configFile: false,
    logLevel: 'warn',
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
  return {
    page,
    bridge: path.join(out, 'bridge.js'),
    dispose: () => rm(out, { recursive: true, force: true }),
  };
}
