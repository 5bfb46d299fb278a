import { existsSync, globSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Builds the command line into `out/cli/py-perf.cjs` and files beside it, which need no node_modules. A collector that
 * runs for months is started from it. Minified CommonJS takes Node far less memory than the sources: no TypeScript
 * support is loaded, unused parts of libraries are gone, and `require('node:http')` does not load the WebSocket client,
 * as `import 'node:http'` does. `--if-older` keeps a build that is newer than all sources; `--out` names another
 * folder.
 */
const ROOT = join(import.meta.dirname, '..');
const SOURCES = ['cli', 'collector', 'contract', 'fleet', 'locales', 'platform', 'worker'];
const FILES = ['package.json', 'package-lock.json', 'scripts/build-cli.ts'];
const ENTRY = 'py-perf.cjs';

const { values } = parseArgs({
  options: { 'if-older': { type: 'boolean' }, out: { type: 'string' } },
});
const out = resolve(values.out ?? join(ROOT, 'out/cli'));

function isUpToDate(): boolean {
  const entry = join(out, ENTRY);
  if (!existsSync(entry)) return false;
  const built = statSync(entry).mtimeMs;
  const inputs = [
    ...SOURCES.flatMap((folder) => globSync(join(ROOT, folder, '**/*.ts'))),
    ...FILES.map((name) => join(ROOT, name)),
  ];
  return inputs.every((path) => statSync(path).mtimeMs <= built);
}

/** DynamoDB uses HTTP/1.1, but the AWS SDK loads both, and HTTP/2 is a megabyte of Node. */
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

/** V8 stores a source with one byte per character only if all characters fit into one. */
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

if (values['if-older'] !== true || !isUpToDate()) {
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    plugins: [withoutHttp2, asciiOnly],
    ssr: { noExternal: true, target: 'node' },
    // The AWS SDK checks whether a body is a browser stream, which none is here; the check alone makes Node load them.
    define: { ReadableStream: 'undefined' },
    build: {
      ssr: 'cli/index.ts',
      outDir: out,
      emptyOutDir: true,
      target: 'node24',
      minify: true,
      rolldownOptions: {
        external: [...builtinModules, /^node:/u],
        output: {
          format: 'cjs',
          // An `import()` of a Node module becomes a `require` too: it loads half as much.
          dynamicImportInCjs: false,
          entryFileNames: ENTRY,
          chunkFileNames: '[name]-[hash].cjs',
        },
      },
    },
  });
}
