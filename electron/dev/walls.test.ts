import { ESLint } from 'eslint';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from './bundles.mjs';

let eslint: ESLint;

beforeAll(() => {
  eslint = new ESLint({
    cwd: root,
    // The snippets are files that do not exist, so no project knows them; the walls need no types.
    overrideConfig: [{ files: ['**/*.{ts,tsx}'], languageOptions: { parserOptions: { project: null } } }],
    ruleFilter: ({ ruleId }) => ['import-x/no-restricted-paths', 'no-restricted-imports', 'no-restricted-syntax'].includes(ruleId),
  });
});

/** What the walls say of one import in a file at `path`. */
async function said(path: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: join(root, path) });
  return (result?.messages ?? []).map(({ message }) => message);
}

const breaches: readonly (readonly [wall: string, path: string, code: string])[] = [
  ['wall 1', 'shared/x.ts', "import '../electron/base/bytes.ts';"],
  ['wall 1', 'shared/x.ts', "import '../renderer/api.ts';"],
  ['wall 1', 'shared/x.ts', "import 'react';"],
  ['no Node', 'shared/x.ts', "import 'node:fs';"],
  ['wall 6', 'shared/x.ts', "import 'electron';"],
  ['wall 2', 'renderer/x.ts', "import '../electron/base/bytes.ts';"],
  ['no Node', 'renderer/x.ts', "import 'node:fs';"],
  ['wall 6', 'renderer/x.ts', "import 'electron';"],
  ['wall 2', 'renderer/components/X.tsx', "import '../api.ts';"],
  ['wall 2', 'renderer/features/buddies/X.tsx', "import '../verify/AuthenticateDialog.tsx';"],
  ['wall 3', 'electron/otr/x.ts', "import '../store/records.ts';"],
  ['wall 3', 'electron/otr/x.ts', "import '../../shared/ids.ts';"],
  ['wall 3', 'electron/otr/x.ts', "import 'node:crypto';"],
  ['wall 3', 'electron/otr/wire/x.ts', "import 'node-forge';"],
  ['wall 4', 'electron/store/x.ts', "import '../otr/index.ts';"],
  ['wall 4', 'electron/vault/x.ts', "import '../store/index.ts';"],
  ['wall 4', 'electron/protocols/x.ts', "import '../otr/api.ts';"],
  ['wall 5', 'electron/services/x.ts', "import '../otr/ake.ts';"],
  ['wall 5', 'electron/services/x.ts', "import '../ipc/serve.ts';"],
  ['wall 5', 'electron/ipc/x.ts', "import '../store/index.ts';"],
  ['wall 5', 'electron/cli/x.ts', "import '../otr/step.ts';"],
  ['wall 5', 'electron/cli/peer/x.ts', "import '../../services/conversation.ts';"],
  ['wall 5', 'electron/base/x.ts', "import '../store/records.ts';"],
  ['wall 5', 'electron/base/x.ts', "import '../../shared/views.ts';"],
  ['wall 6', 'electron/services/x.ts', "import type { App } from 'electron';"],
  ['wall 6', 'electron/vault/x.ts', "import 'electron';"],
  ['wall 6', 'electron/otr/primitives/x.ts', "import 'electron';"],
  ['wall 6', 'electron/x.ts', "import './standin/electron.ts';"],
  ['wall 6', 'electron/services/x.ts', "import '../standin/electron.ts';"],
  ['raw HTML', 'renderer/components/X.tsx', 'export const x = <p dangerouslySetInnerHTML={{ __html: "" }} />;'],
  ['window.sotto', 'renderer/store/x.ts', 'window.sotto.call;'],
];

const allowed: readonly (readonly [path: string, code: string])[] = [
  ['electron/otr/x.ts', "import '../base/bytes.ts';"],
  ['electron/otr/primitives/x.ts', "import 'node:crypto';"],
  ['electron/store/x.ts', "import '../../shared/views.ts';"],
  ['electron/services/x.ts', "import '../otr/index.ts';"],
  ['electron/cli/x.ts', "import '../otr/toolkit/index.ts';"],
  ['electron/base/x.ts', "import type { FaultCode } from '../../shared/faults.ts';"],
  ['electron/vault/keychain.ts', "import 'electron';"],
  ['electron/main.ts', "import './vault/keychain.ts';"],
  ['renderer/features/x/x.ts', "import '../../../shared/views.ts';"],
];

describe('the walls', () => {
  it.each(breaches)('%s: %s with %s', async (wall, path, code) => {
    expect((await said(path, code)).join('\n')).toContain(wall);
  });

  it.each(allowed)('lets %s have %s', async (path, code) => {
    expect(await said(path, code)).toEqual([]);
  });
});
