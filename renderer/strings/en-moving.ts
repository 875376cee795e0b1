import { counted } from './language.ts';

/** The words of moving in and out. */
export const moving = {
  title: 'Move in from another program',
  open: 'Move in…',
  doorTitle: 'Bring your keys along',
  doorAbout: 'From Pidgin, Gajim, CoyIM and others on this computer',
  exportTitle: 'Export for another program',
  exportAbout: 'Writes files in the format of libotr. Put them where the other program keeps its own.',
  exportFor: 'For',
  exportFingerprints: 'Known fingerprints and what you verified',
  exportKeys: 'My private keys',
  exportKeysCare: 'The keys in the file are not encrypted: whoever has it can pretend to be you. Move it, do not copy it about, and use a key in one program at a time.',
  chooseFolder: 'Choose a folder…',
  written: (names: string) => `Written: ${names}.`,
  nothingToExport: 'There is nothing to write yet.',
  looking: 'Looking for other programs',
  about: 'Keys and fingerprints are copied; the other program keeps its own. Use a key in one program at a time.',
  doneAbout: 'What was trusted there is verified here too.',
  nothing: 'No program that Sotto knows has left keys, fingerprints or accounts in its usual place.',
  clients: {
    pidgin: 'Pidgin',
    gajim: 'Gajim',
    coyim: 'CoyIM',
    profanity: 'profanity',
    mcabber: 'mcabber',
    irssi: 'irssi',
    weechat: 'WeeChat',
  },
  key: 'your key',
  sameKey: 'your key, which Sotto has too',
  otherKey: 'a key; Sotto has another one',
  accountOnly: 'the account only',
  fingerprints: (count: number, trusted: number) =>
    `${counted('en', count, { one: '# fingerprint', other: '# fingerprints' })}, ${trusted} trusted`,
  replace: 'Use these keys in place of those that Sotto has',
  replaceHint:
    'Buddies who verified your present key would see a changed one. Running private conversations end, and the old key is gone.',
  bringIn: 'Bring in',
  skipped: 'Cannot be brought in',
  why: {
    'other-protocol': 'not an XMPP account',
    'not-an-address': 'not an XMPP address',
    'invalid-key': 'the key is not valid',
    unreadable: 'cannot be read',
    encrypted: 'is encrypted; export it there first',
  },
  added: 'The account was added; Sotto asks for its password.',
  keys: {
    brought: 'Your key came along.',
    same: 'Your key was here already.',
    kept: 'Sotto kept the key that it had.',
  },
  brought: (count: number, verified: number) =>
    `${counted('en', count, { one: '# new fingerprint', other: '# new fingerprints' })}, ${verified} verified by it.`,
};
