import type * as english from './en-registration.ts';

/* Die Worte beim Anlegen eines Kontos auf einem Server. */

export const registration: typeof english.registration = {
  door: 'Konto anlegen',
  doorAbout: 'Auf einem Server, der neue Leute aufnimmt',
  open: 'Konto anlegen …',
  title: 'Konto anlegen',
  about: 'Wähle einen Server, der neue Leute aufnimmt. Er sagt, was er wissen will; Sotto fragt ihn über eine verschlüsselte Verbindung.',
  server: 'Server',
  serverHint: 'Darauf wird deine Adresse enden.',
  serverWrong: 'Ein Server sieht aus wie example.org.',
  next: 'Server fragen',
  asking: 'Wird gefragt …',
  formTitle: (server) => `Konto auf ${server} anlegen`,
  create: 'Konto anlegen',
  creating: 'Wird angelegt …',
  becomes: (address) => `Deine Adresse wird ${address} sein`,
  missing: 'Der Server fragt danach.',
  choose: 'Wähle …',
  optional: 'Freiwillig',
  asksPicture:
    'Dieser Server will, dass du zuerst ein Bild liest. Sotto holt keine Bilder von Servern; was er über einen anderen Weg sagt, steht unten.',
  elsewhereOnly: 'Dieser Server legt Konten nur auf andere Weise an. Was er dazu sagt, steht unten.',
  openPage: 'Diese Seite öffnen',
  fields: {
    username: 'Benutzername',
    password: 'Passwort',
    nick: 'Spitzname',
    name: 'Voller Name',
    first: 'Vorname',
    last: 'Nachname',
    email: 'E-Mail',
    address: 'Straße',
    city: 'Ort',
    state: 'Bundesland',
    zip: 'Postleitzahl',
    phone: 'Telefon',
    url: 'Webseite',
    date: 'Geburtsdatum',
  },
};
