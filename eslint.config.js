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

export default tseslint.config(
  {
    ignores: ['out/', 'dist/', '.cache/', 'node_modules/', 'coverage/', 'test-results/', 'build/'],
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      vue.configs['flat/recommended'],
      prettier,
    ],
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        project: [
          './tsconfig.contract.json',
          './tsconfig.node.json',
          './tsconfig.preload.json',
          './tsconfig.web.json',
          './tsconfig.test.json',
        ],
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
      // Electron's own factories (Menu.buildFromTemplate, windows from events) look like this to the rule.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Index access is how noPropertyAccessFromIndexSignature wants untyped records read.
      '@typescript-eslint/dot-notation': 'off',
      'no-restricted-syntax': ['error', ...RAW_IPC],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['main/ipc/**', 'preload/**'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['renderer/**'],
    languageOptions: { globals: globals.browser },
  },
);
