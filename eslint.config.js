/**
 * One set of rules for everything, and the six walls of ARCHITECTURE.md as lint.
 *
 * A wall has two halves: which of our folders a folder may import (`no-restricted-paths`) and which packages
 * (`no-restricted-imports`). `electron/dev/walls.test.ts` shows that each one fires.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;
const tests = ['**/*.test.{ts,tsx}', '**/testing/**', '**/interop/**', '**/fuzz/**', 'e2e/**'];
const electronUsers = ['main', 'app-guard', 'window', 'tray', 'menu', 'preload', 'vault/keychain'].map((name) => `electron/${name}.ts`);

/** The feature folders that there are; each is closed to the others. */
const featureFolder = join(root, 'renderer/features');
const features = existsSync(featureFolder)
  ? readdirSync(featureFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  : [];

/** What services and main may name of a folder: its door, and the types of its port. */
const doors = ['./otr/index.ts', './otr/api.ts', './protocols/protocol.ts', './protocols/address.ts', './protocols/xmpp/index.ts', './store/index.ts', './store/records.ts', './vault/index.ts', './vault/vault.ts']; // prettier-ignore

const wall = (number, target, from, except, message) => ({ target, from, except, message: `wall ${number}: ${message}` });
const zones = [
  ...['./electron', './renderer', './e2e'].map((from) => wall(1, './shared', from, [], 'shared imports nothing of ours')),
  ...['./electron', './e2e'].map((from) => wall(2, './renderer', from, [], 'renderer imports shared only')),
  ...['./renderer/features', './renderer/store', './renderer/api.ts'].map((from) =>
    wall(2, './renderer/components', from, [], 'components know no feature, no store and no api'),
  ),
  ...features.map((name) =>
    wall(2, `./renderer/features/${name}`, './renderer/features', [`./${name}`], 'one feature never imports another'),
  ),
  wall(3, './electron/otr', './electron', ['./otr', './base'], 'otr imports base only'),
  wall(3, './electron/otr', './shared', [], 'otr imports base only'),
  ...['protocols', 'vault', 'store'].map((name) =>
    wall(4, `./electron/${name}`, './electron', [`./${name}`, './base'], `${name} imports base and shared only`),
  ),
  wall(5, './electron/services', './electron', ['./services', './base', ...doors], 'services go through the doors'),
  wall(5, './electron/ipc', './electron', ['./ipc', './services', './base', './protocols/address.ts'], 'ipc imports services and shared'),
  wall(5, './electron/cli', './electron', ['./cli', './base', './otr/index.ts', './otr/toolkit/index.ts'], 'the command goes through the doors of otr'),
  wall(5, './electron/base', './electron', ['./base'], 'base imports nothing above it'),
  wall(5, './electron/base', './shared', ['./faults.ts'], 'base takes the fault codes from shared, nothing else'),
  wall(6, './electron/!(standin)/**/*', './electron/standin', [], 'nothing imports the stand-in'),
  wall(6, './electron/*.ts', './electron/standin', [], 'nothing imports the stand-in'),
];

const barred = (...patterns) => ['error', { patterns: patterns.map(([group, message]) => ({ group, message })) }];
const noElectron = [['electron', 'electron/*'], 'wall 6: only main, app-guard, window, tray, menu, preload, ipc and vault/keychain import electron'];
const noNode = [['node:*'], 'this code runs where there is no Node'];
const noReact = [['react', 'react-dom', 'react/*', 'react-dom/*'], 'wall 1: shared knows no React'];
const noCrypto = [['node:crypto', 'node-forge', 'node-forge/*'], 'wall 3: only otr/primitives touches node:crypto or node-forge'];

const rawHtml = [
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'nothing is inserted as raw HTML' },
  { selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]", message: 'nothing is inserted as raw HTML' },
  { selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: 'nothing is inserted as raw HTML' },
];
const bridge = { selector: "MemberExpression[object.name=/^(window|globalThis)$/][property.name='sotto']", message: 'only renderer/api.ts touches window.sotto' };

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'node_modules/', 'tour/', 'test-results/', 'playwright-report/', 'coverage/', '.setup/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        tsconfigRootDir: root,
        project: ['electron/tsconfig.json', 'electron/tsconfig.preload.json', 'electron/standin/worlds/tsconfig.json', 'renderer/tsconfig.json', 'e2e/tsconfig.json', 'tsconfig.tools.json'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver()] },
    rules: {
      eqeqeq: 'error',
      'no-alert': 'error',
      'no-async-promise-executor': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-debugger': 'error',
      'no-dupe-else-if': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-eval': 'error',
      'no-fallthrough': 'error',
      'no-implied-eval': 'off',
      'no-new-func': 'error',
      'no-self-assign': 'error',
      'no-self-compare': 'error',
      'no-sparse-arrays': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-catch': 'error',
      'no-var': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'prefer-const': 'error',
      'import-x/no-duplicates': ['error', { 'prefer-inline': false }],
      'import-x/no-self-import': 'error',
    },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
    },
  },
  { files: ['shared/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}'], rules: { 'no-console': 'error' } },
  {
    files: ['shared/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}'],
    ignores: tests,
    rules: { 'import-x/no-restricted-paths': ['error', { basePath: root, zones }] },
  },
  { files: ['shared/**/*.ts'], ignores: tests, rules: { 'no-restricted-imports': barred(noElectron, noNode, noReact) } },
  { files: ['renderer/**/*.{ts,tsx}'], ignores: [...tests, 'renderer/vite.config.ts', 'renderer/preview/**'], rules: { 'no-restricted-imports': barred(noElectron, noNode) } },
  {
    files: ['electron/**/*.ts'],
    ignores: [...tests, ...electronUsers, 'electron/ipc/**', 'electron/standin/**', 'electron/otr/**'],
    rules: { 'no-restricted-imports': barred(noElectron) },
  },
  { files: ['electron/otr/**/*.ts'], ignores: [...tests, 'electron/otr/primitives/**'], rules: { 'no-restricted-imports': barred(noElectron, noCrypto) } },
  { files: ['electron/otr/primitives/**/*.ts'], ignores: tests, rules: { 'no-restricted-imports': barred(noElectron) } },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-restricted-syntax': ['error', ...rawHtml, bridge],
    },
  },
  { files: ['renderer/preview/**'], rules: { 'no-console': 'off' } },
  { files: ['renderer/api.ts', 'renderer/preview/**'], rules: { 'no-restricted-syntax': ['error', ...rawHtml] } },
);
