import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import vue from 'eslint-plugin-vue';
import ts from 'typescript';
import tseslint from 'typescript-eslint';

const ROOT = join(import.meta.dirname, '..');

/** Reads a component and passes its script on. */
const { parser: vueParser } = vue.configs['flat/base'].find(
  ({ languageOptions }) => languageOptions?.parser !== undefined,
).languageOptions;

/**
 * Parses the scripts of Vue components for ESLint, with types. typescript-eslint alone takes a component for a file
 * with changed text, because it receives only the script, and type-checks the whole page again for each one. Here one
 * program has all scripts from the start. A text that differs from the file's (an editor's) takes the usual way.
 */
export const vueScriptParser = {
  meta: { name: 'vue-script-parser', version: '1' },
  /** Called by ESLint as a parser. Template expressions come without `project`: they have no types. */
  parseForESLint(code, options) {
    const { filePath, project } = options;
    const known = project !== undefined && scripts().get(resolve(filePath)) === code;
    return tseslint.parser.parseForESLint(
      code,
      known ? { ...options, project: undefined, programs: [program()] } : options,
    );
  },
};

let known = null;

/** The script of each component as vue-eslint-parser passes it on, by path. */
function scripts() {
  if (known !== null) return known;
  known = new Map();
  for (const name of globSync('renderer/**/*.vue', { cwd: ROOT })) {
    const filePath = join(ROOT, name);
    const parser = {
      parseForESLint(code, options) {
        if (options.project !== undefined) known.set(filePath, code);
        return tseslint.parser.parseForESLint(code, { ...options, project: undefined });
      },
    };
    const options = {
      filePath,
      parser,
      project: true,
      sourceType: 'module',
      ecmaVersion: 'latest',
    };
    vueParser.parseForESLint(readFileSync(filePath, 'utf8'), options);
  }
  return known;
}

let built = null;

function program() {
  built ??= build();
  return built;
}

function build() {
  const configPath = join(ROOT, 'tsconfig.web.json');
  const { config } = ts.readConfigFile(configPath, ts.sys.readFile);
  const components = {
    extension: '.vue',
    isMixedContent: false,
    scriptKind: ts.ScriptKind.Deferred,
  };
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    ROOT,
    { noEmit: true, incremental: false, tsBuildInfoFile: undefined, allowNonTsExtensions: true },
    configPath,
    undefined,
    [components],
  );
  const host = ts.createCompilerHost(options, true);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const script = name.endsWith('.vue') ? scripts().get(resolve(name)) : undefined;
    return script === undefined
      ? getSourceFile(name, languageVersion, ...rest)
      : ts.createSourceFile(name, script, languageVersion, true, ts.ScriptKind.TS);
  };
  return ts.createProgram({ rootNames: fileNames, options, host });
}
