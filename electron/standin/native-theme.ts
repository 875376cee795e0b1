import type { NativeTheme } from 'electron';
import { setDarkness } from './browser-window.ts';
import { Emitter } from './emitter.ts';
import { named } from './named.ts';

/** The theme: main's choice is shown to the page as `prefers-color-scheme`; the system's is taken as light. */
class StandInNativeTheme extends Emitter {
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly prefersReducedTransparency = false;
  #source: 'system' | 'light' | 'dark' = 'system';

  constructor() {
    super('nativeTheme', ['updated']);
  }

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source;
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    if (source === this.#source) return;
    this.#source = source;
    setDarkness(source === 'system' ? null : source);
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

const inner: StandInNativeTheme &
  Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors' | 'shouldUseHighContrastColors' | 'shouldUseInvertedColorScheme'> =
  new StandInNativeTheme();

export const nativeTheme = named('nativeTheme', inner);
