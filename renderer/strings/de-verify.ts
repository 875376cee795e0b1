import type { verify as english } from './en-verify.ts';
import { counted } from './language.ts';

/** Die Worte rund um das Überprüfen eines Kontakts. `name` ist der Kontakt. */
export const verify: typeof english = {
  title: (name) => `${name} überprüfen`,
  ways: { label: 'Art der Überprüfung', question: 'Frage und Antwort', secret: 'Geheimnis', fingerprint: 'Fingerabdruck' },
  about: {
    question: (name) => `Finde heraus, dass du mit ${name} sprichst und niemand dazwischensteht. Die Antwort kommt aus dem anderen Fenster.`,
    secret: (name) => `Ihr gebt beide ein, was nur ihr zwei wisst. ${name} tut das im eigenen Fenster.`,
    fingerprint: (name) => `Vergleicht auf einem anderen Weg: Triff ${name}, oder ruf an, wenn du die Stimme kennst.`,
  },
  askQuestion: (name) => `Eine Frage, die nur ${name} beantworten kann`,
  askQuestionHint: (name) => `${name} sieht die Frage. Wer lauscht, sieht sie nicht.`,
  questionMissing: 'Gib eine Frage ein.',
  askAnswer: 'Die Antwort',
  answerHint: 'Sie muss buchstabengetreu stimmen: Groß und klein und Leerzeichen zählen. Sie wird verglichen, ohne gesendet zu werden.',
  answerMissing: 'Gib die Antwort ein.',
  secret: 'Das gemeinsame Geheimnis',
  secretMissing: 'Gib das Geheimnis ein.',
  inQuestion: 'Die Antwort steht schon in der Frage, also beweist sie nichts.',
  short: 'Eine so kurze Antwort ist in wenigen Versuchen erraten.',
  ask: (name) => `${name} fragen`,
  again: (name) => `Du hast ${name} schon überprüft, und das gilt weiter, was auch immer hier herauskommt.`,
  rests: (seconds) =>
    counted('de', seconds, {
      one: 'Zu viele falsche Antworten. In # Sekunde kannst du es wieder versuchen.',
      other: 'Zu viele falsche Antworten. In # Sekunden kannst du es wieder versuchen.',
    }),
  whatIsThis: 'Was ist das?',
  explain: {
    question:
      'Verschlüsselung verbirgt, was ihr sagt, aber nicht, wer da ist: Jemand in der Mitte könnte sich gegenüber beiden als der jeweils andere ausgeben. Deine Frage und die Antwort binden euch zwei aneinander. Niemand erfährt, was der andere getippt hat; ihr erfahrt nur, ob beides gleich ist.',
    secret:
      'Macht auf einem anderen Weg etwas aus, etwa ein Wort bei einem Treffen. Sotto vergleicht es, ohne es zu senden: Ihr erfahrt nur, ob ihr beide dasselbe getippt habt, und dann habt ihr einander überprüft.',
    fingerprint:
      'Ein Fingerabdruck steht für einen Schlüssel, und niemand kann einen anderen Schlüssel mit demselben machen. Stimmt das Vorgelesene mit dem überein, was der andere sieht, gehört der Schlüssel wirklich dorthin. Ein Telefon, das den Code liest, nimmt euch das Vorlesen ab.',
  },

  running: (name) => `${name} wird überprüft`,
  awaitsAnswer: (name) => `${name} soll antworten:`,
  awaitsSecret: (name) => `${name} soll das gemeinsame Geheimnis eingeben.`,
  awaitsProof: 'Beide haben geantwortet. Die Antworten werden verglichen.',
  awaitsLong: 'Das darf dauern; du kannst inzwischen weiterschreiben.',
  stepsLabel: 'Fortschritt',
  steps: {
    asked: ['Frage gesendet', 'Antwort', 'Vergleich'],
    compared: ['Anfrage gesendet', 'Ihr Geheimnis', 'Vergleich'],
    answered: ['Frage', 'Deine Antwort', 'Vergleich'],
  },
  hide: 'Ausblenden',
  stop: 'Überprüfung abbrechen',

  asksTitle: (name) => `${name} fragt`,
  asksAbout: (name) => `${name} will sicher sein, dass du es bist. Gib ein, was ${name} als Antwort erwartet.`,
  asksSecretTitle: (name) => `${name} möchte ein Geheimnis vergleichen`,
  asksSecretAbout: (name) => `Gib das Geheimnis ein, das du mit ${name} ausgemacht hast.`,
  asksBadge: 'wartet auf deine Antwort',
  endedBadge: 'die Überprüfung hat ein Ergebnis',
  theirQuestion: (name) => `Die Frage von ${name}`,
  yourAnswer: 'Deine Antwort',
  answer: 'Antworten',
  answerDots: 'Antworten …',
  later: 'Später',
  decline: 'Ablehnen',
  asksNote: (name) =>
    `Antworte nur, wenn du das erwartet hast oder es nach ${name} klingt. Eine richtige Antwort zeigt dort, wer du bist, aber nicht dir, wer dort ist.`,

  show: 'Zeigen …',
  details: 'Näheres …',
  outcomes: {
    verified: (name) => `${name} ist überprüft`,
    proved: (name) => `${name} weiß, dass du es bist`,
    failed: () => 'Ihr habt nicht dasselbe eingegeben',
    cheated: (name) => `Das Programm von ${name} hielt sich nicht an die Regeln`,
    'cancelled-by-them': (name) => `${name} hat abgebrochen`,
    'timed-out': () => 'Zu lange kam nichts',
    'session-over': () => 'Das private Gespräch ist inzwischen vorbei',
  },
  meaning: {
    verified: (name) =>
      `Die Antwort stimmt, also ist es ${name} und niemand dazwischen. Sotto merkt sich den Schlüssel, und dieses Gespräch ist privat.`,
    verifiedBoth: (name) =>
      `Ihr wusstet beide dasselbe, also habt ihr einander überprüft. Sotto merkt sich den Schlüssel von ${name}, und dieses Gespräch ist privat.`,
    proved: (name) => `Deine Antwort war die, die ${name} erwartet hat. Das zeigt dort, wer du bist; dir zeigt es nicht, wer dort ist.`,
    failed: () =>
      'Meist hat sich jemand vertippt: Groß und klein und Leerzeichen zählen. Es kann auch heißen, dass jemand zwischen euch steht. Niemand hat erfahren, was der andere getippt hat.',
    cheated: (name) =>
      `Es hat etwas gesendet, das kein ehrliches Programm sendet; nichts ist bewiesen. Frage ${name} auf einem anderen Weg, bevor du hier weitermachst.`,
    'cancelled-by-them': () =>
      'Es wurde abgelehnt, oder ihr habt beide im selben Moment begonnen. Nichts wurde verglichen, und nichts hat sich geändert.',
    takenBack: 'Es wurde zurückgenommen, oder ihr habt beide im selben Moment begonnen. Nichts wurde verglichen, und nichts hat sich geändert.',
    'timed-out': (name) => `${name} ist vielleicht weg, oder die Verbindung ist fort. Nichts wurde verglichen, und nichts hat sich geändert.`,
    'session-over': () => 'Nichts wurde verglichen. Beginne neu, wenn das Gespräch privat ist.',
  },
  oneWay: (name) => `Das gilt in eine Richtung: Damit ${name} dich überprüft, braucht es eine eigene Frage von dort.`,
  agreeFirst: (name) => `Mach mit ${name} auf einem anderen Weg aus, wie es geschrieben wird, und versuch es dann noch einmal.`,
  agreeTheyAsk: (name) => `Mach mit ${name} auf einem anderen Weg aus, wie es geschrieben wird; dann kann ${name} noch einmal fragen.`,
  askBack: (name) => `${name} etwas fragen …`,
  tryAgain: 'Noch einmal …',
  stillTrusted: (name) =>
    `Du hast den Schlüssel von ${name} früher überprüft, und das gilt weiter. Wenn du jetzt zweifelst, dass es ${name} ist, nimm es zurück.`,
  withdraw: 'Überprüfung zurücknehmen',

  yours: 'Deiner',
  theirs: (name) => `Der von ${name}`,
  copyYours: 'Deinen Fingerabdruck kopieren',
  copyTheirs: (name) => `Den Fingerabdruck von ${name} kopieren`,
  codeYours: 'QR-Code deines Fingerabdrucks',
  codeTheirs: (name) => `QR-Code des Fingerabdrucks von ${name}`,
  haveYou: 'Hast du den Fingerabdruck überprüft?',
  haveNot: 'Ich habe ihn nicht überprüft',
  have: (name) => `Ich habe überprüft, dass er ${name} gehört`,
  changed: (name) =>
    `Dieser Schlüssel ist neu. Noch hat niemand geprüft, dass er ${name} gehört.`,
  gone: 'Das private Gespräch wurde inzwischen beendet oder geändert. Öffne das hier wieder, wenn es steht.',
  seenSince: (when) => `Zuerst gesehen ${when}.`,
  verifiedAt: {
    question: (when) => `Überprüft ${when}, durch eine Frage.`,
    secret: (when) => `Überprüft ${when}, durch ein gemeinsames Geheimnis.`,
    'by-hand': (when) => `Überprüft ${when}, durch Vergleich der Fingerabdrücke.`,
    imported: (when) => `Überprüft ${when}, so übernommen aus einem anderen Programm.`,
  },
  session: 'Sitzung',
  sessionAbout: 'Die Nummer der Sitzung ist auf beiden Seiten gleich. Lies die fette Hälfte vor, und lass dir die andere vorlesen.',
};
