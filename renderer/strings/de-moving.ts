import type { moving as english } from './en-moving.ts';
import { counted } from './language.ts';

/** Die Worte des Einzugs und Auszugs. */
export const moving: typeof english = {
  title: 'Aus einem anderen Programm umziehen',
  open: 'Umziehen …',
  doorTitle: 'Deine Schlüssel mitbringen',
  doorAbout: 'Von Pidgin, Gajim, CoyIM und anderen auf diesem Computer',
  exportTitle: 'Für ein anderes Programm exportieren',
  exportAbout: 'Schreibt Dateien im Format von libotr. Lege sie dorthin, wo das andere Programm seine eigenen hat.',
  exportFor: 'Für',
  exportFingerprints: 'Bekannte Fingerabdrücke und was du überprüft hast',
  exportKeys: 'Meine privaten Schlüssel',
  exportKeysCare: 'Die Schlüssel in der Datei sind nicht verschlüsselt: Wer sie hat, kann sich als du ausgeben. Verschiebe sie, kopiere sie nicht umher, und benutze einen Schlüssel nur in einem Programm zur gleichen Zeit.',
  chooseFolder: 'Ordner wählen …',
  written: (names) => `Geschrieben: ${names}.`,
  nothingToExport: 'Es gibt noch nichts zu schreiben.',
  looking: 'Andere Programme werden gesucht',
  about: 'Schlüssel und Fingerabdrücke werden kopiert; das andere Programm behält seine. Benutze einen Schlüssel nur in einem Programm zur gleichen Zeit.',
  doneAbout: 'Was dort als vertraut galt, ist auch hier überprüft.',
  nothing: 'Kein Programm, das Sotto kennt, hat am üblichen Ort Schlüssel, Fingerabdrücke oder Konten hinterlassen.',
  clients: {
    pidgin: 'Pidgin',
    gajim: 'Gajim',
    coyim: 'CoyIM',
    profanity: 'profanity',
    mcabber: 'mcabber',
    irssi: 'irssi',
    weechat: 'WeeChat',
  },
  key: 'dein Schlüssel',
  sameKey: 'dein Schlüssel, den Sotto schon hat',
  otherKey: 'ein Schlüssel; Sotto hat einen anderen',
  accountOnly: 'nur das Konto',
  fingerprints: (count, trusted) =>
    `${counted('de', count, { one: '# Fingerabdruck', other: '# Fingerabdrücke' })}, ${trusted} vertraut`,
  replace: 'Diese Schlüssel statt der von Sotto benutzen',
  replaceHint:
    'Wer deinen jetzigen Schlüssel überprüft hat, sähe einen geänderten. Laufende private Gespräche enden, und der alte Schlüssel ist weg.',
  bringIn: 'Mitbringen',
  skipped: 'Kann nicht mitkommen',
  why: {
    'other-protocol': 'kein XMPP-Konto',
    'not-an-address': 'keine XMPP-Adresse',
    'invalid-key': 'der Schlüssel ist nicht gültig',
    unreadable: 'ist nicht lesbar',
    encrypted: 'ist verschlüsselt; exportiere es dort zuerst',
  },
  added: 'Das Konto wurde hinzugefügt; Sotto fragt nach dem Passwort.',
  keys: {
    brought: 'Dein Schlüssel ist mitgekommen.',
    same: 'Dein Schlüssel war schon da.',
    kept: 'Sotto hat seinen eigenen Schlüssel behalten.',
  },
  brought: (count, verified) =>
    `${counted('de', count, { one: '# neuer Fingerabdruck', other: '# neue Fingerabdrücke' })}, ${verified} dadurch überprüft.`,
};
