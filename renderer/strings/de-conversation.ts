import type * as english from './en-conversation.ts';
import { counted } from './language.ts';

/* Die Worte eines Gesprächs. `name` ist der Kontakt. */

export const conversation: typeof english.conversation = {
  typing: (name) => `${name} schreibt …`,
  typingNow: 'Schreibt …',
  tabs: 'Gespräche',
  back: 'Zurück zur Kontaktliste',
  as: (account) => `du bist ${account}`,
  more: 'Mehr',
  copyAddress: 'Adresse kopieren',
  close: 'Gespräch schließen',
  next: 'Nächstes Gespräch',
  previous: 'Voriges Gespräch',
  noneTitle: 'Kein Gespräch geöffnet',
  noneAbout: 'Wähle einen Kontakt aus der Liste, oder schreibe jemand Neuem.',
  unshownTitle: 'Dieses Gespräch kann nicht angezeigt werden',
  unshownAbout: 'In Sotto ist etwas schiefgegangen. Deine Schlüssel und was gesagt wurde sind sicher.',
  showAgain: 'Wieder anzeigen',
};

export const privacy: typeof english.privacy = {
  levels: { 'not-private': 'Nicht privat', unverified: 'Nicht überprüft', private: 'Privat', finished: 'Beendet' },
  menu: 'Privatsphäre',
  start: 'Privates Gespräch beginnen',
  starting: 'ein privates Gespräch wird begonnen',
  authenticate: 'Kontakt überprüfen …',
  reauthenticate: 'Kontakt erneut überprüfen …',
  refresh: 'Erneuern',
  startAgain: 'Erneuern (neu beginnen)',
  end: 'Beenden',
  refreshLong: 'Privates Gespräch erneuern',
  endLong: 'Privates Gespräch beenden',
  changed: (name, level) => `${name}: ${level}`,
};

export const marks: typeof english.marks = {
  clear: 'Nicht verschlüsselt',
  encrypted: 'Verschlüsselt, nicht überprüft',
  verified: 'Verschlüsselt und überprüft',
};

export const banners: typeof english.banners = {
  unverified: (name) => `Verschlüsselt, aber du hast nicht geprüft, ob das wirklich ${name} ist.`,
  authenticate: (name) => `${name} überprüfen …`,
  later: 'Später',
  authentication: 'Überprüfung',
  asksQuestion: (name) => `${name} fragt dich etwas, um sicher zu sein, dass du es bist.`,
  asksSecret: (name) => `${name} möchte ein Geheimnis vergleichen, das ihr beide kennt.`,
  awaitsAnswer: (name) => `${name} soll deine Frage beantworten.`,
  strangerLabel: 'Nicht in deiner Kontaktliste',
  stranger: 'ist nicht in deiner Kontaktliste. Bis du annimmst, antwortet Sotto nichts.',
  accept: 'Annehmen',
  ignore: 'Ignorieren',
  keyChanged: (name) => `Der Schlüssel von ${name} hat sich geändert`,
  keyBadge: 'der Schlüssel hat sich geändert',
  keyWasVerified: 'Den alten hattest du überprüft. Bis du dich entscheidest, wird nichts gesendet.',
  keyWasKnown: 'Bis du dich entscheidest, wird nichts gesendet.',
  keyAbout: (name) =>
    `Das kommt vor, wenn ${name} ein neues Gerät oder Programm hat. Es kommt auch vor, wenn sich jemand als ${name} ausgibt. Frag auf einem anderen Weg nach, etwa am Telefon.`,
  keyBefore: 'Der bekannte Schlüssel',
  keyNow: 'Der neue Schlüssel',
  knownSince: (when) => `Bekannt seit ${when}.`,
  seenFirst: (when) => `Gesehen seit ${when}.`,
  wasVerified: 'Überprüft.',
  notVerified: 'Nicht überprüft.',
  verifyKey: 'Neuen Schlüssel überprüfen …',
  goOnUnverified: 'Ohne Überprüfung weiter',
  endConversation: 'Gespräch beenden',
};

export const timeline: typeof english.timeline = {
  label: (name) => `Gespräch mit ${name}`,
  arrivedUnencrypted: 'Diese Nachricht kam unverschlüsselt an',
  cut: 'Die Nachricht war länger, als hier gezeigt wird.',
  sent: 'Gesendet: Dein Server hat es',
  edited: 'Bearbeitet',
  correct: 'Berichtigen …',
  actions: 'Nachricht',
  delivered: 'Zugestellt: Das Programm dort meldet, dass es angekommen ist',
  elsewhere: 'Von einem anderen deiner Geräte',
  waitingForConnection: 'Wartet auf die Verbindung. Es geht von selbst hinaus, sobald ihr beide da seid.',
  sending: 'Wird gesendet',
  notSent: (why) => `Nicht gesendet. ${why}`,
  retry: 'Noch einmal',
  resent: 'Es war dort nicht lesbar und wurde deshalb noch einmal gesendet.',
  doubtful: {
    'other-key': 'Vielleicht wurde das nicht gelesen, und der Schlüssel ist jetzt ein anderer. An den wurde es nicht gesendet.',
    'lower-version': 'Vielleicht wurde das nicht gelesen, und das Gespräch benutzt jetzt eine ältere Version des Protokolls. Es wurde nicht noch einmal gesendet.',
  },
  sendAgain: 'Trotzdem senden',
  waiting: 'Wartet, bis es verschlüsselt hinausgehen kann',
  takeBack: 'Zurücknehmen',
  newest: 'Neueste',
  sinceStart: 'Seit dem Start von Sotto',
  unshown: 'Diese Nachricht kann nicht angezeigt werden.',
  over: { no: 'Das wurde nicht gesendet.', unknown: 'Ob das gesendet wurde, ist nicht bekannt.' },
};

export const composer: typeof english.composer = {
  label: (name) => `Nachricht an ${name}`,
  placeholders: {
    'not-private': 'Nachricht schreiben (nicht verschlüsselt)',
    unverified: 'Verschlüsselte Nachricht schreiben',
    private: 'Private Nachricht schreiben',
  },
  willWait: 'Nachricht schreiben (sie wartet, bis sie verschlüsselt hinausgehen kann)',
  decideFirst: 'Entscheide zuerst über den neuen Schlüssel',
  keyHeld: (name) => `Was du schreibst, bleibt hier, bis du über den neuen Schlüssel von ${name} entschieden hast.`,
  send: 'Senden',
  room: (left) =>
    left < 0
      ? counted('de', -left, { one: '# Zeichen zu viel', other: '# Zeichen zu viel' })
      : counted('de', left, { one: 'Platz für noch # Zeichen', other: 'Platz für noch # Zeichen' }),
  stranded: 'Das hast du für ein verschlüsseltes Gespräch geschrieben, das vorbei ist. Es wurde nicht gesendet.',
  corrects: 'Du berichtigst deine letzte Nachricht.',
  allowClear: 'Unverschlüsselt erlauben',
  forVerified: 'Das hast du für einen überprüften Schlüssel geschrieben, und der jetzige ist nicht überprüft. Es wurde nicht gesendet.',
  allowUnverified: 'Unüberprüft senden erlauben',
  finished: 'Was du hier schreibst, wird nicht gesendet.',
  finishedAbout: (name) =>
    `${name} hat das private Gespräch beendet. Beginne ein neues, oder beende es auch bei dir, um unverschlüsselt zu schreiben.`,
  kept: 'Aufgehoben:',
  startAgain: 'Neu beginnen',
};

export const emoji: typeof english.emoji = {
  open: 'Emoji',
  find: 'Emoji suchen',
  recent: 'Zuletzt benutzt',
  results: 'Gefunden',
  none: 'So heißt kein Emoji.',
  found: (count) => counted('de', count, { one: '# Emoji gefunden', other: '# Emojis gefunden' }),
};

export const link: typeof english.link = {
  title: 'Diesen Link öffnen?',
  about: 'Er öffnet sich außerhalb von Sotto. Das ist die ganze Adresse:',
  open: 'Link öffnen',
};
