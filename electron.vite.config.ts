import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';
import * as bridge from './contract/bridge.ts';

/**
 * The preload needs the channels' names, which derive from the table of requests, but not the validators in it: it gets the values
 * that `contract/bridge.ts` has now.
 */
const evaluatedBridge = {
  name: 'evaluated-bridge',
  load: {
    filter: { id: /\/contract\/bridge\.ts$/u },
    handler: () =>
      Object.entries(bridge)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join('\n'),
  },
};

/** What is bundled loses its own licence file: scripts/notices.ts gathers them from here. */
const license = { fileName: 'licenses.json' };

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      license,
      rolldownOptions: {
        input: {
          index: 'main/index.ts',
          worker: 'worker/worker.ts',
          // What `… cli` loads: main/ knows it by its built path, as it does the worker.
          cli: 'cli/program.ts',
        },
      },
    },
  },
  preload: {
    plugins: [evaluatedBridge],
    build: {
      outDir: 'out/preload',
      license,
      // A sandboxed preload is one CommonJS file that can require nothing but Electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [vue()],
    build: {
      outDir: 'out/renderer',
      // Left out, electron-vite ships twice the code that the benchmark measures.
      minify: true,
      chunkSizeWarningLimit: 1500,
      license,
      rolldownOptions: { input: 'renderer/index.html' },
    },
  },
});
