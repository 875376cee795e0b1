const symbols: readonly (readonly [RegExp, string])[] = [
  [/(?:Ctrl|Strg)\+/, '⌘'],
  [/(?:Shift|Umschalt)\+/, '⇧'],
];

/** The names of keys as macOS writes them: Ctrl+Shift+O is ⇧⌘O there. Turning tabs stays on Control, as in browsers. */
export function onMac<Keys extends Readonly<Record<string, string>>>(keys: Keys): Keys {
  return Object.fromEntries(Object.entries(keys).map(([name, text]) => [name, macName(text)])) as Keys;
}

function macName(text: string): string {
  if (/Tab$/.test(text)) return text.replace(/Ctrl\+|Strg\+/, '⌃').replace(/Shift\+|Umschalt\+/, '⇧');
  const found = symbols.filter(([pattern]) => pattern.test(text));
  const bare = found.reduce((left, [pattern]) => left.replace(pattern, ''), text);
  return found.toReversed().map(([, symbol]) => symbol).join('') + bare;
}
