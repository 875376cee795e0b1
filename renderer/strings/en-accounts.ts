import { counted } from './language.ts';

/* The words of coming in: the vault, accounts, their connections and certificates. */

export const welcome = {
  title: 'Welcome to Sotto',
  about:
    'Talk as you would in a room with the door closed: encrypted, with someone you have checked, and leaving nothing behind that could be used against either of you.',
  signIn: 'Sign in',
  signInAbout: 'With an address you already have, such as name@example.org',
};

export const signIn = {
  title: 'Sign in',
  about: 'Use the address and password of your XMPP account.',
  address: 'Address',
  addressExample: 'name@example.org',
  addressWrong: 'An address looks like name@example.org.',
  password: 'Password',
  passwordMissing: 'Enter the password.',
  remember: 'Remember the password',
  rememberHint: 'It is kept encrypted on this computer.',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  moreOptions: 'More options',
  server: 'Server',
  port: 'Port',
  portWrong: '1 to 65535',
  automatic: 'Automatic',
  security: 'Connection security',
  tlsAutomatic: 'Automatic, always encrypted',
  tlsStart: 'STARTTLS',
  tlsDirect: 'Direct TLS',
  tlsNone: 'Not encrypted, this computer only',
  tlsNoneWarning:
    'Nothing is encrypted between Sotto and the server, not even your password. Sotto does this only for a server on this very computer.',
  loopbackOnly: 'Without encryption the server must be localhost, and reached without a proxy.',
  resource: 'Resource',
  resourceHint: 'A name for this device that your buddies can see.',
  allowPlain: 'Allow the password to be sent as plain text',
  allowPlainHint:
    'Only inside the encrypted connection, but the server then reads your password itself. Allow it only if the server can do nothing better and you trust it.',
  connectAtStart: 'Sign in when Sotto starts',
};

export const proxy = {
  kind: 'Proxy',
  none: 'None, connect directly',
  socks5: 'SOCKS5 (such as Tor)',
  httpConnect: 'HTTP CONNECT',
  kindHint: {
    socks5:
      'Everything of this account goes through it, looking up names too. Tor usually listens on localhost, port 9050. If the proxy fails, Sotto does not connect at all.',
    'http-connect':
      'Everything of this account goes through it, looking up names too. If the proxy fails, Sotto does not connect at all.',
  },
  host: 'Proxy server',
  hostMissing: 'A name such as localhost, or a number; without http:// before it.',
  port: 'Proxy port',
  username: 'Proxy user',
  usernameWrong: 'HTTP knows no user name with a colon.',
  optional: 'Only if the proxy asks for one',
  password: 'Proxy password',
};

export const vault = {
  createTitle: 'Choose a passphrase',
  why: {
    'no-keychain':
      'Your system has no keychain that could guard your keys. A passphrase locks them instead; Sotto asks for it at every start.',
    'plain-text-keychain':
      'The keychain of your system stores secrets as plain text. A passphrase guards your keys instead; Sotto asks for it at every start.',
  },
  passphrase: 'Passphrase',
  passphraseHint: 'Several words that do not belong together are best. Nobody can restore it for you.',
  repeat: 'Passphrase again',
  tooShort: (least: number) => `At least ${least} characters.`,
  different: 'The two are not the same.',
  strength: { weak: 'Weak', fair: 'Fair', strong: 'Strong' },
  create: 'Set passphrase',
  unlockTitle: 'Unlock Sotto',
  unlockAbout: 'Your keys and accounts are locked with your passphrase.',
  unlock: 'Unlock',
  working: 'One moment…',
  wait: (seconds: number) =>
    counted('en', seconds, { one: 'You can try again in # second.', other: 'You can try again in # seconds.' }),
  failedTitle: 'Your data could not be opened',
  failedAbout: 'Nothing was changed. Close Sotto; when the cause is gone, it opens as before.',
  damagedAbout:
    'Nothing was changed. If you have an older copy of Sotto’s folder, quit Sotto and put that back. If not, keep a copy of what is here; then you can start anew.',
  keepCopy: 'Keep a copy…',
  copied: (name: string) => `There is a copy in the folder ${name}. It opens with the same keychain or passphrase only.`,
  startAnew: 'Start anew…',
  anewTitle: 'Start anew?',
  anewAbout:
    'Nothing is removed: what is here moves into a folder beside it, whose name begins with sotto-damaged. Then you sign in again. Your buddies come back from your server; your keys, what you verified, your settings and your history do not, and your buddies see a new key.',
  anewNow: 'Start anew',
};

export const accounts = {
  title: 'Accounts',
  manage: 'Manage accounts…',
  add: 'Add account…',
  addTitle: 'Add an account',
  edit: 'Edit account…',
  editTitle: (address: string) => `Edit ${address}`,
  signIn: 'Sign in',
  signOut: 'Sign out',
  statusMenu: (address: string) => `Status of ${address}`,
  actionsOf: (address: string) => `Actions for ${address}`,
  setMessage: 'Status message…',
  messageTitle: 'Status message',
  message: 'Message',
  messageHint: 'Your buddies see it beside your status.',
  newPassword: 'New password',
  passwordKept: 'A password is kept. Leave this empty to go on with it.',
  passwordAsked: 'No password is kept; Sotto asks for it each time.',
  passwordTitle: 'Enter the password',
  change: 'Change password…',
  changeTitle: 'Change the password',
  changeAbout: (address: string) => `For ${address}, on its server and here. Other devices ask for the new one when they sign in next.`,
  currentPassword: 'Current password',
  newAgain: 'New password again',
  notAlike: 'The two are not the same.',
  changeNow: 'Change password',
  changing: 'Changing…',
  makingKey: 'Making your key…',
  makeKey: 'Make a key',
  noKey: 'No key yet',
  remove: 'Remove account…',
  removeTitle: (address: string) => `Remove ${address}?`,
  removeAbout:
    'The account goes from this computer with its key, its buddy list and all fingerprints you verified. On the server nothing changes.',
  removeSure: 'I know that my key and my verified fingerprints cannot be brought back',
  removeNow: 'Remove account',
};

export const connection = {
  'looking-up': 'Looking up the server…',
  reaching: 'Reaching the server…',
  securing: 'Securing the connection…',
  authenticating: 'Signing in…',
  loading: 'Loading the buddy list…',
  tls: 'Connected, encrypted',
  pinned: 'Connected, encrypted with the certificate you pinned',
  'loopback-clear': 'Connected, not encrypted (this computer only)',
  notConnected: 'Not connected',
  retryIn: (seconds: number) =>
    counted('en', seconds, { one: 'Trying again in # second.', other: 'Trying again in # seconds.' }),
  tryNow: 'Try again now',
  enterPassword: 'Enter password…',
  seeCertificate: 'See certificate…',
};

export const certificate = {
  title: (host: string) => `Do you trust ${host}?`,
  about: 'The server’s certificate could not be checked. Pin it only if you can compare its fingerprint with the person who runs the server.',
  changedTitle: (host: string) => `The certificate of ${host} has changed`,
  changedAbout: (account: string) => `Sotto did not connect ${account}, and your password was not sent.`,
  reasons: {
    'certificate-untrusted': 'Nobody whom your system trusts has signed this certificate.',
    'certificate-expired': 'This certificate has expired or is not valid yet.',
    'certificate-wrong-name': 'This certificate was made for a server of another name.',
    'certificate-pin-changed':
      'You pinned another certificate. Either the server got a new one, or someone stands between you and the server. Ask the person who runs it.',
  },
  account: 'For account',
  subject: 'Made out to',
  issuer: 'Signed by',
  names: 'Names',
  noNames: 'none',
  valid: 'Valid',
  validBetween: (from: string, to: string) => `${from} to ${to}`,
  pinned: 'The one you pinned',
  shownNow: 'The one shown now',
  pin: 'Pin for this account',
  refuse: 'Do not connect',
  keepRefusing: 'Keep refusing',
  forget: 'Forget the old one…',
  forgetSure: 'I have asked, and the server really has a new certificate',
  forgetNow: 'Forget the old certificate',
  pinnedHere: 'Pinned certificate',
  takeBack: 'Forget it when I save',
  takeBackHint: 'A certificate that your system trusts will do then. Any other one is shown, and you are asked about it anew.',
};
