import type { Store } from '../store/records.ts';
import type { SettingsView } from '../../shared/views.ts';
import type { Publish } from './publisher.ts';

export const defaultSettings: SettingsView = { sharing: { typing: true, typingInPrivate: false, receipts: true, time: false, version: false }, theme: 'system', sidebarWidth: 280, collapsedGroups: [], hideOffline: false, sortBy: 'status', ownGroups: [], recentEmoji: [], spelling: true };

/** Keeps the person's preferences; each change is durable before it is announced. */
export class SettingsService {
  readonly #store: Store;
  readonly #publish: Publish;
  readonly #applyTheme: (theme: SettingsView['theme']) => void;
  readonly #onSharing: () => void;
  #settings: SettingsView;

  constructor(store: Store, publish: Publish, applyTheme: (theme: SettingsView['theme']) => void, onSharing: () => void = () => undefined) {
    this.#store = store;
    this.#publish = publish;
    this.#applyTheme = applyTheme;
    this.#onSharing = onSharing;
    this.#settings = this.#read();
    applyTheme(this.#settings.theme);
  }

  /** The store has other preferences than before. */
  reread(): void {
    this.#settings = this.#read();
    this.#applyTheme(this.#settings.theme);
    this.#publish('settings.changed', { settings: this.#settings });
    this.#onSharing();
  }

  #read(): SettingsView {
    const kept = readJson<SettingsView>(this.#store.settings.get('settings'));
    return { ...defaultSettings, ...kept, sharing: { ...defaultSettings.sharing, ...kept.sharing } };
  }

  view(): SettingsView {
    return this.#settings;
  }

  save(settings: SettingsView): void {
    this.#store.settings.put('settings', JSON.stringify(settings));
    this.#settings = settings;
    this.#applyTheme(settings.theme);
    this.#publish('settings.changed', { settings });
    this.#onSharing();
  }
}

/** Reads JSON of our own; an unreadable value counts as none, so that a setting can never lock a person out. */
export function readJson<Value extends object>(text: string | null): Partial<Value> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
