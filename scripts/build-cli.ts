import { existsSync, globSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';

/**
 * Builds the command line into `out/cli/py-perf.cjs`, which needs no node_modules: what a collector that runs for months is
 * started from. One minified CommonJS file and few beside it take Node far less memory than the sources: nothing of
 * TypeScript's is loaded, unused parts of libraries are not there, and `require('node:http')` does not load what
 * `import 'node:http'` does (a WebSocket client). `--if-older` leaves alone what is newer than all sources.
 */
const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'out/cli');
const ENTRY = join(OUT, 'py-perf.cjs');
const SOURCES = ['cli', 'collector', 'contract', 'fleet', 'platform', 'service'];

function isUpToDate(): boolean {
  if (!existsSync(ENTRY)) return false;
  const built = statSync(ENTRY).mtimeMs;
  const inputs = [
    ...SOURCES.flatMap((folder) => globSync(join(ROOT, folder, '**/*.ts'))),
    ...['package.json', 'package-lock.json', 'scripts/build-cli.ts'].map((name) => join(ROOT, name)),
  ];
  return inputs.every((path) => statSync(path).mtimeMs <= built);
}

/** DynamoDB is spoken to by HTTP/1.1, but the AWS SDK loads both, and HTTP/2 is a megabyte of Node. */
const withoutHttp2 = {
  name: 'without-http2',
  enforce: 'pre' as const,
  resolveId: (id: string): string | null => (/^(?:node:)?http2$/u.test(id) ? '\0http2' : null),
  load: (id: string): string | null =>
    id === '\0http2'
      ? `function connect() { throw new Error('HTTP/2 is not part of this build'); }
         export { connect }; export const constants = {}; export default { connect, constants };`
      : null,
};

/** V8 keeps a source in one byte a character only where all of them fit into one. */
const asciiOnly = {
  name: 'ascii-only',
  generateBundle(_options: unknown, bundle: Record<string, { type: string; code?: string }>): void {
    for (const chunk of Object.values(bundle))
      if (chunk.code !== undefined)
        chunk.code = chunk.code.replace(
          /[\u0080-\uffff]/gu,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
  },
};

if (!process.argv.includes('--if-older') || !isUpToDate()) {
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    plugins: [withoutHttp2, asciiOnly],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: 'cli/index.ts',
      outDir: OUT,
      emptyOutDir: true,
      target: 'node24',
      minify: true,
      rolldownOptions: {
        external: [...builtinModules, /^node:/u],
        output: {
          format: 'cjs',
          // An `import()` of a part of Node is a `require` too: it loads half as much.
          dynamicImportInCjs: false,
          entryFileNames: 'py-perf.cjs',
          chunkFileNames: '[name]-[hash].cjs',
        },
      },
    },
  });
}
