/** Parts of the window that the first sight of it does without. */

/**
 * Loads a part once: when the window has nothing else to do, or before, where it is asked for. What fails to load fails
 * where it is asked for.
 */
export function whenIdle<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let loading: Promise<Part> | null = null;
  const once = () => (loading ??= load());
  requestIdleCallback(() => void once().catch(() => (loading = null)));
  return once;
}
