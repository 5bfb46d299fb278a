import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

let pageHalf: Promise<string> | undefined;

/** The init script of a window: the page half of the stand-in with the built preload in it. */
export async function pageScript(preload: string | null): Promise<string> {
  pageHalf ??= buildPageHalf();
  const source = preload === null ? null : await readFile(preload, 'utf8');
  const asFunction =
    source === null ? 'null' : `function (require, module, exports) {\n${source}\n}`;
  return `(() => {\nconst STANDIN_PRELOAD = ${asFunction};\n${await pageHalf}\n})();`;
}

async function buildPageHalf(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, '../page/page-half.ts'),
        formats: ['iife'],
        name: 'standin',
      },
    },
  });
  if (!Array.isArray(built)) throw new Error('vite watches instead of building');
  const [result] = built;
  if (result === undefined) throw new Error('vite built nothing');
  return result.output[0].code;
}
