import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The newest emoji that systems of a few years ago have a picture of, by Unicode's count. */
const newestEmoji = 15;

type Kept = { readonly emoji: string; readonly label: string; readonly tags?: readonly string[]; readonly group?: number; readonly order?: number; readonly version: number };
type Named = { readonly groups: readonly { readonly key: string; readonly message: string; readonly order: number }[] };

/** `virtual:emoji-de`: the emoji of a language with their names, without the parts that only other emoji are made of. */
function emojiLists(): Plugin {
  const read = (language: string, file: string): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../node_modules/emojibase-data', language, file), 'utf8'));
  const groupsOf = (language: string) => {
    const kept = (read(language, 'data.json') as readonly Kept[]).filter(({ version }) => Math.floor(version) <= newestEmoji);
    const { groups } = read(language, 'messages.json') as Named;
    return groups
      .filter(({ key }) => key !== 'component')
      .map(({ message, order }) => ({
        name: message.charAt(0).toLocaleUpperCase(language) + message.slice(1),
        emoji: kept
          .filter(({ group }) => group === order)
          .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
          .map(({ emoji, label, tags = [] }) => [emoji, label, tags.join(' ')]),
      }));
  };
  return {
    name: 'emoji-lists',
    resolveId: (id) => (/^virtual:emoji-(en|de)$/.test(id) ? `\0${id}` : undefined),
    load(id) {
      const language = /^\0virtual:emoji-(en|de)$/.exec(id)?.[1];
      return language && `export default JSON.parse(${JSON.stringify(JSON.stringify(groupsOf(language)))})`;
    },
  };
}

/** Builds the window: relative addresses, nothing inline (the content security policy forbids it), no data URIs. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), emojiLists()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    cssTarget: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
});
