import type { lab as english } from './en-lab.ts';
import { counted } from './language.ts';

/** Die Worte des Labors der Abstreitbarkeit. */
export const lab: typeof english = {
  title: 'Abstreitbarkeit zum Ausprobieren',
  open: 'Abstreitbarkeit ausprobieren …',
  about: (name) =>
    `Was du und ${name} privat sagt, lässt sich niemandem beweisen, auch nicht mit einer Aufzeichnung: Wer eine hat, kann sie ändern, und man merkt es nicht. Probiere es aus.`,
  steps: (name) => [
    'Schalte die Aufzeichnung ein. Sotto behält dann, was jemand an der Leitung hätte; das Gespräch sagt es, und nichts wird auf die Platte geschrieben.',
    `Beginne ein privates Gespräch und wechsle mit ${name} ein paar Zeilen. Jeder Wechsel gibt die MAC-Schlüssel eines früheren preis; so ist das Protokoll gedacht.`,
    `Komm hierher zurück, nimm eine Zeile von ${name}, und lass sie etwas anderes sagen. Sie ist so echt wie die echte.`,
  ],
  start: 'Aufzeichnen',
  stop: 'Beenden und vergessen',
  look: 'Neu ansehen',
  recording: 'Aufgezeichnete Texte',
  recordingNow: 'es wird aufgezeichnet',
  nothingYet: 'Noch nichts aufgezeichnet. Beginne ein privates Gespräch und sage etwas.',
  fromMe: 'Du',
  kinds: {
    'dh-commit': 'D-H Commit',
    'dh-key': 'D-H Key',
    'reveal-signature': 'Reveal Signature',
    signature: 'Signature',
    'key-exchange': 'Key Exchange',
    data: 'Daten',
    other: 'Unverschlüsselt',
  },
  said: (text) => `Sie sagte: ${text}`,
  revealed: (count) =>
    counted('de', count, { one: 'gibt # MAC-Schlüssel preis, der nicht mehr benutzt wird', other: 'gibt # MAC-Schlüssel preis, die nicht mehr benutzt werden' }),
  forge: 'Fälschen …',
  forgeThis: (text) => `Fälschen: ${text}`,
  wouldHaveSaid: (name) => `Was ${name} gesagt haben soll`,
  forgeNow: 'Fälschen',
  holds: (name, text) =>
    `Diese Nachricht sagt „${text}“, und ihr MAC stimmt. Niemand kann sie von dem unterscheiden, was ${name} wirklich geschickt hat; also beweist keine von beiden etwas.`,
};
