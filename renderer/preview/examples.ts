import type {
  RegistrationAnswer,
  AccountView,
  BuddyView,
  ConversationView,
  FindingView,
  FingerprintView,
  HistoryFoundView,
  KeptConversationView,
  KeyFileView,
  KnownFingerprintView,
  LabView,
  MessageItem,
  MovedView,
  PictureView,
  NoticeCode,
  NoticeItem,
  PrivacyLevel,
  Show,
} from '../../shared/views.ts';

/** People, keys and times that exist nowhere. */
export const juniper = 'a1';
const today = new Date();
export const at = (hours: number, minutes: number, daysAgo = 0): number =>
  new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo, hours, minutes).getTime();

export const account: AccountView = {
  id: juniper,
  settings: {
    address: 'juniper@example.org',
    resource: 'desk',
    host: '',
    port: null,
    tls: null,
    allowPlain: false,
    connectAtStart: true,
    proxy: null,
  },
  hasPassword: true,
  connection: { at: 'online', secured: 'tls' },
  status: { show: 'available', text: 'at the desk until six' },
  key: { at: 'ready', fingerprint: '6c9e2d41a07b58f313d4e6b990c2f7a55e81b30d' },
  hasProxyPassword: false,
  pinnedCertificate: null,
  picture: null,
  trouble: null,
};

type Extra = Partial<Pick<BuddyView, 'groups' | 'subscription' | 'asked'>>;

export function buddy(name: string, address: string, show: Show, statusText: string, extra: Extra = {}): BuddyView {
  return {
    id: `${juniper}/${address}`,
    accountId: juniper,
    address,
    name,
    alias: name,
    groups: ['Friends'],
    subscription: 'both',
    asked: false,
    resources: show === 'offline' ? [] : [{ resource: 'laptop', show, text: statusText, priority: 0 }],
    show,
    statusText,
    picture: null,
    note: '',
    ...extra,
  };
}

export const buddies: readonly BuddyView[] = [
  buddy('River Tamsin', 'river@example.org', 'available', 'On the train, patchy'),
  buddy('Marlow Quint', 'marlow@example.net', 'away', ''),
  buddy('Ines Okafor', 'ines@example.org', 'available', ''),
  buddy('Teodor Hale', 'teodor@example.org', 'do-not-disturb', ''),
  buddy('Wren Adebayo', 'wren@example.com', 'offline', ''),
  buddy('Release desk', 'release@example.com', 'available', 'Build 412 is green', { groups: ['Work'] }),
  buddy('Noor Lindqvist', 'noor@example.com', 'available', '', { groups: ['Work'] }),
  buddy('Pavel Osei', 'pavel@example.com', 'away', 'Back in an hour', { groups: ['Work'] }),
  buddy('Ada', 'ada@example.com', 'offline', '', { groups: ['Work'], subscription: 'none', asked: true }),
  buddy('Aunt Bea', 'bea@example.org', 'offline', '', { groups: ['Family'] }),
];

export function fingerprint(hex: string, verified: boolean): FingerprintView {
  return {
    fingerprint: hex,
    verified,
    verifiedAtMs: verified ? at(18, 20, 20) : null,
    verifiedHow: verified ? 'question' : null,
    firstSeenMs: at(9, 30, 90),
    lastSeenMs: at(9, 45),
  };
}

export const keys = {
  river: '0f4c81ae9d2b77e1a6053cb41d9e8f20715dc60e',
  marlow: 'b27f09c45d1ea6837740f9de21bc85e60a93d71f',
  stranger: '41d0ee97b36a15f2c8047d9e5a61bb3c97f008c2',
};

const knownKey = (which: number, hex: string, use: PrivacyLevel | null, verified: boolean): KnownFingerprintView => {
  const { address, name } = buddies[which]!;
  return { ...fingerprint(hex, verified), accountId: juniper, address, name, use };
};

/** What the manager of fingerprints shows. */
export const knownFingerprints: readonly KnownFingerprintView[] = [
  knownKey(0, keys.river, 'private', true),
  knownKey(1, keys.marlow, 'unverified', false),
  knownKey(1, keys.stranger, null, false),
  knownKey(3, '97a5c3f06e1844b09d3c51be72a0f8d6134cb4d9', 'finished', true),
  knownKey(6, '5b62d0f843c7a1e96f0d284bb13c7e50a8d29e1a', null, true),
  knownKey(4, 'e3190b7cd85f3a60c417be92d05f8a6631972a64', null, true),
];

/** What somebody has met in twenty years. */
export const manyFingerprints: readonly KnownFingerprintView[] = Array.from({ length: 5_000 }, (_, n) => ({
  ...fingerprint(n.toString(16).padStart(8, '0').repeat(5), n % 3 === 0),
  accountId: juniper,
  address: `buddy${n % 4_000}@example.org`,
  name: `Buddy ${n % 4_000}`,
  use: null,
}));

/** What the lab recorded. */
export const lab: LabView = {
  recording: true,
  messages: [
    { index: 0, from: 'me', atMs: at(9, 40), kind: 'dh-commit', wire: '?OTR:AAMCZcd7Wq', length: 320, revealed: 0, said: null, isForgeable: false },
    { index: 1, from: 'them', atMs: at(9, 41), kind: 'data', wire: `?OTR:AAMD${'h7Fj2k'.repeat(60)}`, length: 980, revealed: 0, said: 'I like it a lot!', isForgeable: true },
    { index: 2, from: 'me', atMs: at(9, 42), kind: 'data', wire: `?OTR:AAMD${'Lx01mQ'.repeat(60)}`, length: 980, revealed: 2, said: null, isForgeable: false },
  ],
};

/** What other programs left, and what came of it. */
export const findings: readonly FindingView[] = [
  {
    id: 'pidgin',
    client: 'pidgin',
    chosen: null,
    locked: false,
    accounts: [
      { address: 'juniper@example.org', hasKey: true, fingerprints: 12, trusted: 7, buddies: 9, policies: 3, proxy: null, here: 'other-key' },
      { address: 'work@example.com', hasKey: true, fingerprints: 3, trusted: 0, buddies: 0, policies: 0, proxy: { kind: 'socks5', host: '127.0.0.1', port: 9050 }, here: 'nothing' },
      { address: 'old@example.net', hasKey: false, fingerprints: 0, trusted: 0, buddies: 4, policies: 0, proxy: 'unusable', here: 'nothing' },
    ],
    skipped: [
      { name: 'juni@irc.example.org', why: 'other-protocol' },
      { name: 'otr.fingerprints:14', why: 'bad-line' },
      { name: 'juniper@example.org/', why: 'instance-tag' },
    ],
  },
  { id: 'coyim', client: 'coyim', chosen: null, locked: true, accounts: [], skipped: [] },
];
/** A file with keys of the person's own. */
export const keyFile: KeyFileView = {
  name: 'juniper@example.org.sotto-key',
  locked: false,
  keys: [
    { owner: 'juniper@example.org/', fingerprint: '8f0c1e2d3b4a59687786a5b4c3d2e1f001234567' },
    { owner: 'juni@irc.example.org', fingerprint: '27e3159700112233445566778899aabbccddeeff' },
  ],
  refused: 1,
};
/** What the locked one of them holds. */
export const unlocked: FindingView = {
  id: 'coyim',
  client: 'coyim',
  chosen: null,
  locked: false,
  accounts: [{ address: 'third@example.org', hasKey: true, fingerprints: 1, trusted: 1, buddies: 1, policies: 0, proxy: null, here: 'nothing' }],
  skipped: [],
};
export const moved: readonly MovedView[] = [
  { address: 'juniper@example.org', fault: null, added: false, key: 'kept', fingerprints: 11, verified: 6, buddies: 9, policies: 2, skipped: [{ name: 'river@example.org', why: 'not-verified-here' }, { name: 'marlow@example.org', why: 'policy-laxer' }] },
  { address: 'work@example.com', fault: null, added: true, key: 'brought', fingerprints: 3, verified: 0, buddies: 0, policies: 0, skipped: [] },
];

export function conversation(of: BuddyView, privacy: PrivacyLevel, change: Partial<ConversationView> = {}): ConversationView {
  const encrypted = privacy === 'private' || privacy === 'unverified';
  return {
    id: of.id,
    accountId: of.accountId,
    address: of.address,
    name: of.name,
    accepted: true,
    privacy,
    policy: 'manual',
    starting: false,
    version: encrypted ? 3 : null,
    sessionId: encrypted ? { hex: '8fa31c07d2e95b46', bold: 'first' } : null,
    theirs: privacy === 'not-private' ? null : fingerprint(privacy === 'private' ? keys.river : keys.marlow, privacy === 'private'),
    ours: privacy === 'not-private' || account.key.at !== 'ready' ? null : account.key.fingerprint,
    changedKey: null,
    recording: false,
    authentication: null,
    authenticationRestsUntilMs: null,
    resource: encrypted ? (privacy === 'private' ? 'laptop' : 'phone') : null,
    devices: [],
    deviceChoice: 'latest',
    unread: 0,
    typing: false,
    correctable: null,
    ...change,
  };
}

let count = 0;

export function message(
  from: 'me' | 'them',
  atMs: number,
  text: string,
  mark: MessageItem['mark'],
  change: Partial<MessageItem> = {},
): MessageItem {
  count += 1;
  return {
    kind: 'message',
    id: `m${count}`,
    atMs,
    from,
    text,
    mark,
    arrivedUnencrypted: false,
    delivery: from === 'me' ? { at: 'sent' } : null,
    cut: false,
    ...change,
  };
}

export function notice(atMs: number, code: NoticeCode, peerText: string | null = null): NoticeItem {
  count += 1;
  return { kind: 'notice', id: `n${count}`, atMs, code, peerText };
}

/** What a server asks of those who join. */
export const registrationForm: RegistrationAnswer = {
  at: 'form',
  form: {
    title: 'Creating a new account',
    instructions: 'Choose a name and a password.\nWe keep nothing else.',
    fields: [
      { name: 'username', kind: 'text', label: 'Username', required: true, value: '', options: [] },
      { name: 'password', kind: 'secret', label: 'Password', required: true, value: '', options: [] },
      { name: 'email', kind: 'text', label: '', required: false, value: '', options: [] },
      { name: 'why', kind: 'choice', label: 'Why do you join?', required: false, value: '', options: [{ value: 'a', label: 'To talk' }, { value: 'b', label: 'To listen' }] },
      { name: ' words 4', kind: 'words', label: 'By joining you agree to be kind.', required: false, value: '', options: [] },
      { name: 'terms', kind: 'switch', label: 'I agree', required: true, value: '0', options: [] },
    ],
    elsewhere: 'https://example.org/join',
    asksPicture: false,
  },
};

/** What the history has, and what a search for "parcel" finds in it. */
export const keptConversations: readonly KeptConversationView[] = buddies.slice(0, 4).map(({ id, accountId, address, name }) => ({ id, accountId, address, name }));
const inHistory: readonly (readonly [number, 'me' | 'them', MessageItem['mark'], string, string, string])[] = [
  [0, 'them', 'verified', 'Morning. Did the ', 'parcel', ' arrive?'],
  [0, 'me', 'verified', 'The second ', 'parcel', ' is on the shelf behind the door, the label is still on.'],
  [1, 'them', 'encrypted', '…somebody left a ', 'Parcel', ' for you at the desk; they would not say from whom, and it is heavy.'],
  [2, 'me', 'clear', 'No ', 'parcels', ' until Thursday, says the notice.'],
];
export const foundInHistory: HistoryFoundView = {
  isLast: true,
  hits: inHistory.map(([of, from, mark, before, hit, after], n) => ({
    conversationId: buddies[of]?.id ?? '',
    name: buddies[of]?.name ?? '',
    item: message(from, at(9, 41, n * 9), `${before}${hit}${after}`, mark, { kept: true, earlier: true }),
    excerpt: [
      { text: before, isHit: false },
      { text: hit, isHit: true },
      { text: after, isHit: false },
    ],
  })),
};

/** A picture of nobody, for everybody who has one here. */
export const portrait: PictureView = {
  hash: 'e3bc8785ca9d8b5a64f398be558851878654e7e2',
  type: 'image/jpeg',
  base64:
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCABAAEADASIAAhEBAxEB/8QAGQABAQEBAQEAAAAAAAAAAAAABAMCAQUA/8QAJxAAAgICAQQBAwUAAAAAAAAAAQIAEQMhEjFBUWEEMpGhEyKBseH/xAAZAQADAQEBAAAAAAAAAAAAAAACAwQBBQD/xAAhEQABBAICAwEBAAAAAAAAAAABAAIDEQQhEjETIkFhUf/aAAwDAQACEQMRAD8AblTktA3BZVIxnVdp3HlZchuyp7ygcOWB2ZySytLtSvLXbRk5E0enTciQUybNjzE5bFlbojzDG6NmxFeNzTYWR5NpDZFdQC37u0I3KyG3rqIrGicbA2Ok6+GxYr7S6CQO19RHJo7WcALLYOx1E2rMrnup6yuPC31AgefcyyHbAG/vBlIJKayazpQxFj1NeZ1cq48ltVnUmclL3Ei+QOaB93KTj7/EDi14oped1K0hG4VCzPtgDK4m5rxoa6yhxr9Qq/U0xHjShfGWGwFPHkOMAE9D0iCxFAG1MmMPK/Na8T6ijDwTDx4G3+pLpNqi5ytgnoIkMHxDY5eoWgxpiCfIlEBxnj1X+pk8AvpbDKQVDInNaBAI8yWPDz3sMPzG5UUG16zWILY89pexoLUuOezyQHV8TbFe/E+bIHAo7PiellUOp0CZ5z/G/Tax9J2DFGM9qxuSxwpIxZVFBuvudyAUCoBEOeSgMBKq1VffsYYg4iwuZkOMZ5DpHdiHLACvWp1fkHjVmprLjs6NXMJiAYctG48tD2WUDMgO2FdmIsG7HeZXL3Bqu8N8l2CVYHkeZBcrhCWqrqxDjjP8UkUlDtezjzEryI16hvlZWHRrEHizcaIbUu5Z11/Ma+OtlM8lew+ruHJqtH1LKmyPIuQRWx0zLfbxKo/IAKd395NJdeqhnyHUQVh1AYDl/s41gAnv+IjMLxWRbDYqFPJrVmFn8zzOTmp2M9pFlf/Z',
};
