import type * as english from './en-accounts.ts';
import { counted } from './language.ts';

/* Die Worte rund um das Hereinkommen: Tresor, Konten, ihre Verbindungen und Zertifikate. */

export const welcome: typeof english.welcome = {
  title: 'Willkommen bei Sotto',
  about:
    'Sprich wie in einem Zimmer mit geschlossener Tür: verschlüsselt, mit jemandem, den du überprüft hast, und ohne etwas zu hinterlassen, das einem von euch schaden könnte.',
  signIn: 'Anmelden',
  signInAbout: 'Mit einer Adresse, die du schon hast, etwa name@example.org',
};

export const signIn: typeof english.signIn = {
  title: 'Anmelden',
  about: 'Mit Adresse und Passwort deines XMPP-Kontos.',
  address: 'Adresse',
  addressExample: 'name@example.org',
  addressWrong: 'Eine Adresse sieht aus wie name@example.org.',
  password: 'Passwort',
  passwordMissing: 'Gib das Passwort ein.',
  remember: 'Passwort merken',
  rememberHint: 'Es wird verschlüsselt auf diesem Rechner aufbewahrt.',
  signIn: 'Anmelden',
  signingIn: 'Anmeldung läuft …',
  moreOptions: 'Weitere Einstellungen',
  server: 'Server',
  port: 'Port',
  portWrong: '1 bis 65535',
  automatic: 'Automatisch',
  security: 'Verbindungssicherheit',
  tlsAutomatic: 'Automatisch, immer verschlüsselt',
  tlsStart: 'STARTTLS',
  tlsDirect: 'Direktes TLS',
  tlsNone: 'Unverschlüsselt, nur dieser Rechner',
  tlsNoneWarning:
    'Zwischen Sotto und dem Server ist nichts verschlüsselt, auch dein Passwort nicht. Sotto tut das nur bei einem Server auf genau diesem Rechner.',
  loopbackOnly: 'Ohne Verschlüsselung muss der Server localhost sein, ohne Proxy davor.',
  resource: 'Ressource',
  resourceHint: 'Ein Name für dieses Gerät, den deine Kontakte sehen können.',
  allowPlain: 'Passwort im Klartext erlauben',
  allowPlainHint:
    'Nur innerhalb der verschlüsselten Verbindung, aber der Server liest dann dein Passwort selbst. Erlaube es nur, wenn der Server nichts Besseres kann und du ihm vertraust.',
  connectAtStart: 'Beim Start von Sotto anmelden',
};

export const proxy: typeof english.proxy = {
  kind: 'Proxy',
  none: 'Keiner, direkt verbinden',
  socks5: 'SOCKS5 (etwa Tor)',
  httpConnect: 'HTTP CONNECT',
  kindHint: {
    socks5:
      'Alles an diesem Konto läuft darüber, auch das Nachschlagen von Namen. Tor ist meist unter localhost, Port 9050 erreichbar. Fällt der Proxy aus, verbindet sich Sotto gar nicht.',
    'http-connect':
      'Alles an diesem Konto läuft darüber, auch das Nachschlagen von Namen. Fällt der Proxy aus, verbindet sich Sotto gar nicht.',
  },
  host: 'Proxy-Server',
  hostMissing: 'Ein Name wie localhost oder eine Nummer; ohne http:// davor.',
  port: 'Proxy-Port',
  username: 'Proxy-Benutzer',
  usernameWrong: 'HTTP kennt keinen Benutzernamen mit Doppelpunkt.',
  optional: 'Nur wenn der Proxy danach fragt',
  password: 'Proxy-Passwort',
};

export const vault: typeof english.vault = {
  createTitle: 'Wähle eine Passphrase',
  why: {
    'no-keychain':
      'Dein System hat keinen Schlüsselbund, der deine Schlüssel hüten könnte. Stattdessen sperrt sie eine Passphrase; Sotto fragt bei jedem Start danach.',
    'plain-text-keychain':
      'Der Schlüsselbund deines Systems speichert Geheimnisse im Klartext. Stattdessen hütet eine Passphrase deine Schlüssel; Sotto fragt bei jedem Start danach.',
  },
  passphrase: 'Passphrase',
  passphraseHint: 'Am besten mehrere Wörter, die nicht zusammengehören. Niemand kann sie dir wiederherstellen.',
  repeat: 'Passphrase noch einmal',
  tooShort: (least) => `Mindestens ${least} Zeichen.`,
  different: 'Die beiden stimmen nicht überein.',
  strength: { weak: 'Schwach', fair: 'Mittel', strong: 'Stark' },
  create: 'Passphrase festlegen',
  unlockTitle: 'Sotto entsperren',
  unlockAbout: 'Deine Schlüssel und Konten sind mit deiner Passphrase gesperrt.',
  unlock: 'Entsperren',
  working: 'Einen Moment …',
  wait: (seconds) =>
    counted('de', seconds, {
      one: 'Der nächste Versuch ist in # Sekunde möglich.',
      other: 'Der nächste Versuch ist in # Sekunden möglich.',
    }),
  failedTitle: 'Deine Daten konnten nicht geöffnet werden',
  failedAbout: 'Es wurde nichts verändert. Schließe Sotto; ist die Ursache behoben, öffnet es sich wie zuvor.',
  damagedAbout:
    'Es wurde nichts verändert. Hast du eine ältere Kopie von Sottos Ordner, so beende Sotto und lege sie zurück. Wenn nicht, bewahre eine Kopie von dem auf, was hier ist; dann kannst du neu anfangen.',
  keepCopy: 'Kopie aufbewahren …',
  copied: (name) => `Eine Kopie liegt im Ordner ${name}. Nur derselbe Schlüsselbund oder dieselbe Passphrase öffnet sie.`,
  startAnew: 'Neu anfangen …',
  anewTitle: 'Neu anfangen?',
  anewAbout:
    'Nichts wird entfernt: Was hier ist, kommt in einen Ordner daneben, dessen Name mit sotto-damaged beginnt. Danach meldest du dich neu an. Deine Kontakte kommen vom Server zurück; deine Schlüssel, was du bestätigt hast, deine Einstellungen und dein Verlauf nicht, und deine Kontakte sehen einen neuen Schlüssel.',
  anewNow: 'Neu anfangen',
};

export const accounts: typeof english.accounts = {
  title: 'Konten',
  manage: 'Konten verwalten …',
  add: 'Konto hinzufügen …',
  addTitle: 'Konto hinzufügen',
  edit: 'Konto bearbeiten …',
  editTitle: (address) => `${address} bearbeiten`,
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  statusMenu: (address) => `Status von ${address}`,
  actionsOf: (address) => `Aktionen für ${address}`,
  setMessage: 'Statusnachricht …',
  messageTitle: 'Statusnachricht',
  message: 'Nachricht',
  messageHint: 'Deine Kontakte sehen sie neben deinem Status.',
  newPassword: 'Neues Passwort',
  passwordKept: 'Ein Passwort ist gemerkt. Lass das Feld leer, um dabei zu bleiben.',
  passwordAsked: 'Es ist kein Passwort gemerkt; Sotto fragt jedes Mal danach.',
  passwordTitle: 'Passwort eingeben',
  change: 'Passwort ändern …',
  changeTitle: 'Passwort ändern',
  changeAbout: (address) => `Für ${address}, auf dem Server und hier. Andere Geräte fragen bei der nächsten Anmeldung nach dem neuen.`,
  currentPassword: 'Bisheriges Passwort',
  newAgain: 'Neues Passwort noch einmal',
  notAlike: 'Die beiden stimmen nicht überein.',
  changeNow: 'Passwort ändern',
  changing: 'Wird geändert …',
  makingKey: 'Dein Schlüssel wird erzeugt …',
  makeKey: 'Schlüssel erzeugen',
  noKey: 'Noch kein Schlüssel',
  remove: 'Konto entfernen …',
  removeTitle: (address) => `${address} entfernen?`,
  removeAbout:
    'Das Konto verschwindet von diesem Rechner, mit seinem Schlüssel, seiner Kontaktliste und allen überprüften Fingerabdrücken. Auf dem Server ändert sich nichts.',
  removeSure: 'Ich weiß, dass mein Schlüssel und die überprüften Fingerabdrücke nicht zurückkommen',
  removeNow: 'Konto entfernen',
};

export const connection: typeof english.connection = {
  'looking-up': 'Server wird gesucht …',
  reaching: 'Verbindung wird aufgebaut …',
  securing: 'Verbindung wird gesichert …',
  authenticating: 'Anmeldung läuft …',
  loading: 'Kontaktliste wird geladen …',
  tls: 'Verbunden, verschlüsselt',
  pinned: 'Verbunden, verschlüsselt mit dem festgelegten Zertifikat',
  'loopback-clear': 'Verbunden, unverschlüsselt (nur dieser Rechner)',
  notConnected: 'Nicht verbunden',
  retryIn: (seconds) =>
    counted('de', seconds, { one: 'Nächster Versuch in # Sekunde.', other: 'Nächster Versuch in # Sekunden.' }),
  tryNow: 'Jetzt versuchen',
  enterPassword: 'Passwort eingeben …',
  seeCertificate: 'Zertifikat ansehen …',
};

export const certificate: typeof english.certificate = {
  title: (host) => `Vertraust du ${host}?`,
  about:
    'Das Zertifikat des Servers konnte nicht geprüft werden. Lege es nur fest, wenn du seinen Fingerabdruck mit der Person vergleichen kannst, die den Server betreibt.',
  changedTitle: (host) => `Das Zertifikat von ${host} hat sich geändert`,
  changedAbout: (account) => `Sotto hat ${account} nicht verbunden, und dein Passwort wurde nicht gesendet.`,
  reasons: {
    'certificate-untrusted': 'Niemand, dem dein System vertraut, hat dieses Zertifikat unterschrieben.',
    'certificate-expired': 'Dieses Zertifikat ist abgelaufen oder noch nicht gültig.',
    'certificate-wrong-name': 'Dieses Zertifikat wurde für einen Server mit anderem Namen ausgestellt.',
    'certificate-pin-changed':
      'Du hast ein anderes Zertifikat festgelegt. Entweder hat der Server ein neues, oder jemand steht zwischen dir und dem Server. Frage die Person, die ihn betreibt.',
  },
  account: 'Für Konto',
  subject: 'Ausgestellt auf',
  issuer: 'Unterschrieben von',
  names: 'Namen',
  noNames: 'keine',
  valid: 'Gültig',
  validBetween: (from, to) => `${from} bis ${to}`,
  pinned: 'Das festgelegte',
  shownNow: 'Das jetzt gezeigte',
  pin: 'Für dieses Konto festlegen',
  refuse: 'Nicht verbinden',
  keepRefusing: 'Weiter ablehnen',
  forget: 'Das alte vergessen …',
  forgetSure: 'Ich habe gefragt: Der Server hat wirklich ein neues Zertifikat',
  forgetNow: 'Altes Zertifikat vergessen',
  pinnedHere: 'Festgelegtes Zertifikat',
  takeBack: 'Beim Speichern vergessen',
  takeBackHint: 'Dann genügt ein Zertifikat, dem dein System vertraut. Jedes andere wird gezeigt, und du wirst erneut danach gefragt.',
};
