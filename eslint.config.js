import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';

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

/** What oxlint cannot do: Vue templates, and the selectors on raw IPC. All else is in .oxlintrc.json. */
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
        parser: tseslint.parser,
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
    files: ['main/**/*.ts'],
    ignores: ['main/ipc/**'],
    languageOptions: { parser: tseslint.parser },
    rules: { 'no-restricted-syntax': ['error', ...RAW_IPC] },
  },
);
