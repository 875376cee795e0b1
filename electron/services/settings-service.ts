import type { Store } from '../store/records.ts';
import type { SettingsView } from '../../shared/views.ts';
import type { Publish } from './publisher.ts';

export const defaultSettings: SettingsView = { sharing: { typing: true, typingInPrivate: false, receipts: true, time: false, version: false }, theme: 'system', sidebarWidth: 280, collapsedGroups: [], hideOffline: false, sortBy: 'status', ownGroups: [], recentEmoji: [], spelling: true };

/** Keeps the person's preferences; each change is durable before it is announced. */
export class SettingsService {
  readonly #store: Store;
  readonly #publish: Publish;
  readonly #apply: (settings: SettingsView) => void;
  readonly #onSharing: () => void;
  #settings: SettingsView;

  constructor(store: Store, publish: Publish, apply: (settings: SettingsView) => void, onSharing: () => void = () => undefined) {
    this.#store = store;
    this.#publish = publish;
    this.#apply = apply;
    this.#onSharing = onSharing;
    this.#settings = this.#read();
    apply(this.#settings);
  }

  /** The store has other preferences than before. */
  reread(): void {
    this.#settings = this.#read();
    this.#apply(this.#settings);
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
    this.#apply(settings);
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
