import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What every file obeys, typed or not. */
const everywhere = {
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-console': 'error',
    'no-control-regex': 'error',
    'no-fallthrough': 'error',
    'no-param-reassign': 'error',
    'no-template-curly-in-string': 'error',
    'no-unused-expressions': 'off',
    'no-useless-escape': 'error',
    'no-var': 'error',
    'object-shorthand': 'error',
    'prefer-const': 'error',
    complexity: ['error', 12],
    'max-depth': ['error', 3],
    'max-lines': ['error', 300],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'max-params': ['error', 4],
  },
};

const typed = {
  files: ['**/*.ts'],
  extends: [tseslint.configs.strictTypeChecked],
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  rules: {
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    // Numbers print as one expects; objects, null and undefined in a sentence are mistakes.
    '@typescript-eslint/restrict-template-expressions': [
      'error',
      {
        allowNumber: true,
        allowAny: false,
        allowBoolean: false,
        allowNever: false,
        allowNullish: false,
        allowRegExp: false,
      },
    ],
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  },
};

const namedExportsOnly = {
  files: ['src/**/*.ts', 'test/**/*.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      { selector: 'ExportDefaultDeclaration', message: 'Name the export: one name for one thing, everywhere.' },
    ],
  },
};

/** A table of cases is long and harmless, and a stand-in may be async without waiting for anything. */
const tests = {
  files: ['test/**/*.ts'],
  rules: {
    complexity: 'off',
    'max-depth': 'off',
    'max-lines': 'off',
    'max-lines-per-function': 'off',
    'max-params': 'off',
    'no-template-curly-in-string': 'off',
    '@typescript-eslint/require-await': 'off',
    'no-restricted-imports': [
      'error',
      { name: 'fast-check', message: 'Take fc of test/support/random.ts: the same cases in every run.' },
    ],
  },
};

const drawsCases = { files: ['test/support/random.ts'], rules: { 'no-restricted-imports': 'off' } };

/** What Node starts as CommonJS. */
const common = { files: ['bin/**', '**/*.cjs'], languageOptions: { sourceType: 'commonjs' } };

const mayPrint = { files: ['src/terminal/**', 'scripts/**', 'bench/**'], rules: { 'no-console': 'off' } };

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'node_modules/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  everywhere,
  typed,
  namedExportsOnly,
  tests,
  drawsCases,
  mayPrint,
  common,
);
