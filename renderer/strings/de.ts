import { welcome, signIn, proxy, vault, accounts, connection, certificate } from './de-accounts.ts';
import { blocking, buddies, groups, persons, pictures, requests } from './de-buddies.ts';
import { conversation, privacy, marks, banners, timeline, composer, emoji, link } from './de-conversation.ts';
import { fingerprints } from './de-fingerprints.ts';
import { history } from './de-history.ts';
import { lab } from './de-lab.ts';
import { moving } from './de-moving.ts';
import { devices, policies } from './de-policies.ts';
import { registration } from './de-registration.ts';
import { faults, notices } from './de-told.ts';
import { transfer } from './de-transfer.ts';
import { verify } from './de-verify.ts';
import { xmppLink } from './de-xmpp-link.ts';
import type { Catalogue } from './en.ts';

/** Alle Wörter des Fensters auf Deutsch. */
export const de: Catalogue = {
  faults,
  notices,
  app: {
    starting: 'Sotto startet',
    edge: 'Breite der Kontaktliste',
    quit: 'Sotto beenden',
    failedTitle: 'Das Fenster konnte nicht angezeigt werden',
    failedAbout: 'Beim Anzeigen ist etwas schiefgegangen. Deine Schlüssel und deine Nachrichten liegen nicht im Fenster und sind sicher.',
    failedAgain: 'Wenn diese Seite bleibt oder wiederkommt, beende Sotto und starte es neu.',
    showAgain: 'Fenster wieder anzeigen',
  },
  common: {
    cancel: 'Abbrechen',
    save: 'Speichern',
    close: 'Schließen',
    back: 'Zurück',
    copy: 'Kopieren',
    copied: 'Kopiert',
    undo: 'Rückgängig',
    dismiss: 'Ausblenden',
    show: (what) => `Anzeigen: ${what}`,
    hide: (what) => `Verbergen: ${what}`,
  },
  menus: { bar: 'Menü', buddies: 'Kontakte', accounts: 'Konten', tools: 'Werkzeuge', help: 'Hilfe' },
  shows: {
    available: 'Verfügbar',
    chat: 'Gesprächsbereit',
    away: 'Abwesend',
    'extended-away': 'Länger abwesend',
    'do-not-disturb': 'Bitte nicht stören',
    invisible: 'Unsichtbar',
    offline: 'Offline',
  },
  welcome,
  signIn,
  xmppLink,
  registration,
  proxy,
  vault,
  accounts,
  connection,
  certificate,
  buddies,
  requests,
  groups,
  persons,
  blocking,
  pictures,
  conversation,
  privacy,
  devices,
  policies,
  marks,
  banners,
  timeline,
  composer,
  emoji,
  verify,
  transfer,
  fingerprints,
  history,
  lab,
  moving,
  link,
  preferences: {
    title: 'Einstellungen',
    theme: 'Aussehen',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  },
  sharing: {
    title: 'Was andere erfahren dürfen',
    typing: 'Dass du schreibst',
    typingInPrivate: 'Auch in privaten Unterhaltungen',
    receipts: 'Dass eine Nachricht angekommen ist',
    time: 'Die Uhrzeit dieses Rechners',
    version: 'Die Version von Sotto',
    typingHint: 'Nur Kontakte, die sehen, wann du da bist. Es gilt für beide Seiten oder für keine.',
    typingInPrivateHint:
      'Es geht neben dem verschlüsselten Text her und ist selbst nicht verschlüsselt: Beide Server erfahren, wann und wie lange du schreibst und wann du es dir anders überlegst. Für das, was kommt, bürgt niemand.',
    receiptsHint: 'Nur Kontakte, die sehen, wann du da bist, und erst, wenn die Nachricht hier entschlüsselt steht. Auch beide Server sehen es.',
  },
  shortcuts: {
    title: 'Tastenkürzel',
    numbered: 'Gespräch 1 bis 9',
    privacy: 'Menü der Privatsphäre',
    send: 'Nachricht senden',
    correct: 'Letzte Nachricht berichtigen',
    newLine: 'Neue Zeile',
    rowMenu: 'Aktionen für einen Kontakt',
    renameRow: 'Einen Kontakt umbenennen',
    removeRow: 'Einen Kontakt entfernen',
    menuBar: 'Menüleiste',
  },
  keys: {
    find: 'Strg+F',
    historyHere: 'Strg+F',
    history: 'Strg+Umschalt+F',
    addBuddy: 'Strg+N',
    newConversation: 'Strg+M',
    nextTab: 'Strg+Tab',
    previousTab: 'Strg+Umschalt+Tab',
    closeTab: 'Strg+W',
    numbered: 'Strg+1 … 9',
    privacy: 'Strg+Umschalt+O',
    preferences: 'Strg+P',
    quit: 'Strg+Q',
    send: 'Eingabe',
    newLine: 'Umschalt+Eingabe',
    emoji: 'Strg+.',
    up: 'Nach oben',
    rowMenu: 'Umschalt+F10',
    menuBar: 'F10 oder Alt',
    delete: 'Entf',
  },
  about: {
    title: 'Über Sotto',
    what: 'Ein Messenger für private Gespräche, mit Off-the-Record-Messaging über XMPP.',
    version: (version) => `Version ${version}`,
    licence: 'Freie Software unter der GNU Affero General Public License, Version 3.',
  },
};
