/** The group names in a field, separated by commas; each once, none empty. */
export function groupsOf(text: string): readonly string[] {
  return [...new Set(text.split(',').map((name) => name.trim()).filter(Boolean))];
}
