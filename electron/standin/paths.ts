import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export type Manifest = { readonly directory: string; readonly name: string; readonly version: string };

/** The package that main's script belongs to: its folder, product name and version. */
export function findManifest(script: string): Manifest {
  for (let directory = dirname(resolve(script)); ; directory = dirname(directory)) {
    const file = join(directory, 'package.json');
    if (existsSync(file)) {
      const { name, productName, version } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string | undefined>;
      return { directory, name: productName ?? name ?? 'Electron', version: version ?? '0.0.0' };
    }
    if (directory === dirname(directory)) return { directory: dirname(resolve(script)), name: 'Electron', version: '0.0.0' };
  }
}

/** The value of `--name=value` on main's command line, or `null`. */
export function switchValue(name: string, argv: readonly string[] = process.argv): string | null {
  const prefix = `--${name}=`;
  return argv.findLast((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? null;
}

/** The well-known folders by Electron's names, as XDG places them. */
export function knownPath(name: string): string | null {
  const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  switch (name) {
    case 'home':
      return homedir();
    case 'appData':
      return config;
    case 'temp':
      return tmpdir();
    case 'exe':
      return process.execPath;
    case 'desktop':
      return join(homedir(), 'Desktop');
    case 'documents':
      return join(homedir(), 'Documents');
    case 'downloads':
      return join(homedir(), 'Downloads');
    default:
      return null;
  }
}

/** Makes a private folder and answers its absolute path. */
export function privateFolder(path: string): string {
  const absolute = resolve(path);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  return absolute;
}
