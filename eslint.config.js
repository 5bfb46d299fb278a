import { readFileSync } from 'node:fs';
import prettier from 'eslint-config-prettier';
import jsdoc from 'eslint-plugin-jsdoc';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { vueScriptParser } from './scripts/vue-script-parser.js';

const RAW_IPC = [
  {
    selector: "MemberExpression[object.name='ipcMain']",
    message: 'Raw ipcMain belongs in main/ipc/ only: use the typed wrappers.',
  },
  {
    selector: "MemberExpression[object.name='ipcRenderer']",
    message: 'Raw ipcRenderer belongs in preload/ only.',
  },
  {
    selector:
      "CallExpression[callee.property.name='send'][callee.object.property.name='webContents'], CallExpression[callee.property.name='send'][callee.object.name='webContents']",
    message: 'Raw webContents.send belongs in main/ipc/ only: use the typed wrappers.',
  },
];

/** The ids in the catalogue of metrics: the keys of its table. */
const METRIC_IDS = Array.from(
  readFileSync(new URL('contract/metrics.ts', import.meta.url), 'utf8')
    .split('const CATALOGUE = {')[1]
    .split('\n} as const')[0]
    .matchAll(/^ {2}(\w+): \{$/gmu),
  ([, id]) => id,
);

/** A literal would be one more list of metrics to keep: loop over the catalogue, or read its entry. */
const METRIC_LITERALS = {
  selector: `Literal[value=/^(?:${METRIC_IDS.join('|')})$/u]`,
  message: 'An id of a metric stands in contract/metrics.ts only: derive from the catalogue.',
};

/** Columns and wire names of before the catalogue never change. */
const WITHOUT_CATALOGUE = [
  'contract/metrics.ts',
  'contract/metric-spec.ts',
  'fleet/store/migrations.ts',
  'fleet/remote/legacy-decode.ts',
];

const TIME_WORDS =
  'AFTER|AGE|BACKOFF|DEADLINE|DEBOUNCE|DELAY|DURATION|EVERY|GRACE|INTERVAL|PAUSE|PERIOD|RETRY|SPAN|TIMEOUT|TTL|WAIT|WINDOW';
const TIME_CONSTANT = `/^(?=(?:\\w*_)?(?:${TIME_WORDS})(?:_|$))(?!\\w*_(?:S|MS|MINUTES|HOURS|DAYS)$)[A-Z0-9_]+$/u`;
const UNIT_MESSAGE =
  'A duration says its unit: end the name with _S, _MS, _MINUTES, _HOURS or _DAYS.';

/** `WAIT = 60` may be seconds or milliseconds; so may a number named `timeout`. */
const DURATIONS = [
  {
    selector: `VariableDeclarator[id.name=${TIME_CONSTANT}][init.value=type(number)]`,
    message: UNIT_MESSAGE,
  },
  {
    selector: `VariableDeclarator[id.name=${TIME_CONSTANT}][init.type='BinaryExpression']`,
    message: UNIT_MESSAGE,
  },
  {
    selector:
      ':matches(TSPropertySignature, PropertyDefinition)[key.name=/(?:backoff|deadline|delay|duration|grace|interval|pause|silence|timeout|wait)$/iu] > TSTypeAnnotation > TSNumberKeyword',
    message: 'A duration says its unit: end the name with Seconds, S or Ms.',
  },
];

/** What oxlint cannot do: Vue templates, docstrings, raw IPC, ids of metrics, units. All else is in .oxlintrc.json. */
export default tseslint.config(
  {
    ignores: ['out/', 'dist/', '.cache/', 'node_modules/', 'coverage/', 'test-results/', 'build/'],
  },
  {
    files: ['**/*.vue'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      vue.configs['flat/recommended'],
      prettier,
    ],
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        parser: vueScriptParser,
        project: './tsconfig.web.json',
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Index access is how noPropertyAccessFromIndexSignature wants untyped records read.
      '@typescript-eslint/dot-notation': 'off',
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['{locales,platform,collector}/**/*.ts', ...WITHOUT_CATALOGUE],
    rules: { 'no-restricted-syntax': ['error', ...DURATIONS] },
  },
  {
    // In collector/ probes and files of the system have such names too.
    files: ['{contract,fleet,worker,preload,main,cli}/**/*.ts', 'renderer/**/*.{ts,vue}'],
    ignores: WITHOUT_CATALOGUE,
    rules: {
      'no-restricted-syntax': ['error', METRIC_LITERALS, ...DURATIONS],
      'vue/no-restricted-syntax': ['error', METRIC_LITERALS],
    },
  },
  {
    files: [
      '{contract,locales,platform,collector,fleet,worker,preload,main,renderer,cli}/**/*.ts',
      '{scripts,test/support,test/standin}/**/*.ts',
    ],
    languageOptions: { parser: tseslint.parser },
    plugins: { vue },
  },
  {
    files: [
      '{contract,locales,platform,collector,fleet,worker,preload,main,renderer,cli}/**/*.{ts,vue}',
      '{scripts,test/support,test/standin}/**/*.ts',
    ],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { ClassDeclaration: true, FunctionDeclaration: true },
          contexts: [
            'ExportNamedDeclaration > VariableDeclaration',
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'TSEnumDeclaration',
          ],
          enableFixer: false,
        },
      ],
    },
  },
  {
    files: ['main/**/*.ts'],
    ignores: ['main/ipc/**'],
    rules: { 'no-restricted-syntax': ['error', ...RAW_IPC, METRIC_LITERALS, ...DURATIONS] },
  },
);
