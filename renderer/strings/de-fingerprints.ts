import type { fingerprints as english } from './en-fingerprints.ts';
import { counted } from './language.ts';

/** Die Worte rund um bekannte Fingerabdrücke und eigene Schlüssel. */
export const fingerprints: typeof english = {
  title: 'Fingerabdrücke',
  open: 'Fingerabdrücke …',
  close: 'Gespräche',
  filter: 'Filtern',
  import: 'Importieren …',
  export: 'Exportieren …',
  how: { question: 'durch Frage', secret: 'gemeinsames Geheimnis', 'by-hand': 'von Hand', imported: 'importiert' },
  known: 'Bekannte Fingerabdrücke',
  mine: 'Meine Schlüssel',
  columns: { buddy: 'Kontakt', account: 'Konto', now: 'Jetzt', verified: 'Überprüft', seen: 'Zuletzt gesehen', fingerprint: 'Fingerabdruck' },
  notInUse: 'Nicht in Gebrauch',
  verifiedYes: 'ja',
  verifiedNo: 'nein',
  empty: 'Noch kein Fingerabdruck. Das erste private Gespräch mit einem Kontakt bringt den ersten.',
  nothingFound: 'Kein Fingerabdruck mit diesem Namen, dieser Adresse oder diesen Zeichen.',
  chosen: (count) => counted('de', count, { one: '# Fingerabdruck ausgewählt', other: '# Fingerabdrücke ausgewählt' }),
  seenBetween: (first, last) => `zuerst gesehen ${first} · zuletzt gesehen ${last}`,
  verify: 'Überprüfen …',
  verifyTitle: (name) => `Einen Fingerabdruck von ${name} überprüfen`,
  verifyAbout: (name) =>
    `Triff ${name}, oder ruf an, wenn du die Stimme kennst, und lass dir den Fingerabdruck vorlesen. Jedes Zeichen muss stimmen.`,
  verifyNow: 'Überprüft',
  withdraw: 'Überprüfung zurücknehmen',
  forget: 'Vergessen …',
  forgetOne: (name) => `Diesen Fingerabdruck von ${name} vergessen?`,
  forgetSeveral: (count) => counted('de', count, { one: '# Fingerabdruck vergessen?', other: '# Fingerabdrücke vergessen?' }),
  forgetAbout: 'Sotto kennt ihn dann nicht mehr: Kommt er wieder, ist er ein neuer, den niemand geprüft hat.',
  forgetSure: 'Mir ist klar, dass auch meine Überprüfung vergessen wird',
  forgetNow: 'Vergessen',
  inUse: 'Ein Gespräch benutzt ihn. Beende es zuerst.',
  replace: 'Ersetzen …',
  replaceMine: (address) => `Den Schlüssel von ${address} ersetzen`,
  replaceTitle: (address) => `Ein neuer Schlüssel für ${address}?`,
  replaceAbout:
    'Deine privaten Gespräche mit diesem Konto enden. Jeder Kontakt sieht einen geänderten Schlüssel und muss dich neu überprüfen; bis dahin siehst du aus wie jemand, der sich als du ausgibt. Tu das, wenn jemand anderes den alten Schlüssel haben könnte.',
  replaceSure: 'Mir ist klar, dass der alte Schlüssel nicht zurückkommt',
  replaceNow: 'Neuen Schlüssel erzeugen',
  copyMine: (address) => `Den Fingerabdruck von ${address} kopieren`,
};
