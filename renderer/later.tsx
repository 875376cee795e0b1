import { lazy, useState, type ComponentType } from 'react';

/* Parts of the window that the first sight of it does without. */

const parts: (() => Promise<unknown>)[] = [];

/**
 * A component that is loaded once: when the window has nothing else to do, or before, where it is asked for. Where it is
 * there already, it shows at once, since whoever opened it may be typing into it; else it suspends. What fails to load fails
 * where it is asked for.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<{ default: ComponentType<Props> }> | null = null;
  const once = () =>
    (loading ??= load().then((part) => {
      loaded = part;
      return { default: part };
    }));
  const Awaited = lazy(once);
  parts.push(once);
  requestIdleCallback(() => void once().catch(() => (loading = null)));
  return function Later(props: Props) {
    // The same one as long as it is shown: another would lose what was typed into it.
    const [Part] = useState<ComponentType<Props>>(() => loaded ?? (Awaited));
    return <Part {...props} />;
  };
}

/** Everything that was left for later is there. */
export async function everythingLoaded(): Promise<void> {
  await Promise.all(parts.map((once) => once()));
}
