/** Entry of the stand-in's "main process": the built main bundle with the stand-in for `electron`. */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const standIn = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href;
const bundle = pathToFileURL(join(import.meta.dirname, '../../out/main/index.js')).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});

await import(bundle);
