import type { FaultCode } from '../../shared/faults.ts';
import { authenticationOutcomes, noticeCodes, type AccountView, type AuthenticationView, type BuddyView, type CertificateQuestionView, type Snapshot } from '../../shared/views.ts';
import { account, at, buddies, buddy, conversation, fingerprint, juniper, keys, message, notice, portrait } from './examples.ts';

const named = (name: string): BuddyView => buddies.find((one) => one.name === name) ?? buddies[0]!;
const [river, marlow, teodor, noor] = [named('River Tamsin'), named('Marlow Quint'), named('Teodor Hale'), named('Noor Lindqvist')];

const riverTalk = [
  notice(at(9, 40), 'private-started'),
  message('them', at(9, 41), 'Morning. Did the parcel arrive?', 'verified'),
  message('me', at(9, 42), 'It did, thank you. Everything is in one piece.', 'verified'),
  message('me', at(9, 42), 'I put the second one on the shelf behind the door, the label is still on.', 'verified'),
  message('them', at(9, 44), 'Good. Then I will come by on Thursday, around seven?', 'verified'),
  message('me', at(9, 45), 'Seven is fine. Bring the long cable if you still have it.', 'verified'),
  message('them', at(9, 45), 'I do. See you then \u{1f44b}', 'verified'),
];
const marlowTalk = [
  message('them', at(11, 2), 'hey, are you on the new client already?', 'clear'),
  message('me', at(11, 3), 'yes, since this morning. Shall we go private?', 'clear'),
  notice(at(11, 3), 'private-started-unverified'),
  message('them', at(11, 4), 'done. looks different but I found everything', 'encrypted'),
  message('me', at(11, 5), 'Same here. I will ask you a question in a second so that we know it is us.', 'encrypted'),
  message('them', at(11, 6), 'sorry, wrote this from the other device', 'clear', { arrivedUnencrypted: true }),
  message('them', at(11, 6), 'ok, ask away', 'encrypted'),
];
const teodorTalk = [
  message('them', at(16, 20), 'I have to leave, closing this now.', 'verified'),
  message('me', at(16, 20), 'All right. Talk tomorrow.', 'verified'),
  notice(at(16, 21), 'private-ended-by-them'),
];

const base: Snapshot = {
  revision: 1,
  vault: { at: 'open', sealedBy: 'keychain' },
  history: { keeps: true, trouble: null, choices: [] },
  drafts: [],
  settings: { sharing: { typing: true, typingInPrivate: false, receipts: true, time: false, version: false }, theme: 'light', sidebarWidth: 280, collapsedGroups: ['Family'], hideOffline: false, sortBy: 'status', ownGroups: [], recentEmoji: [], spelling: true },
  accounts: [account],
  buddies,
  persons: [],
  blocked: [{ accountId: juniper, addresses: [] }],
  requests: [],
  conversations: [
    conversation(river, 'private'),
    conversation(marlow, 'unverified', { unread: 3 }),
    conversation(teodor, 'finished'),
    conversation(noor, 'private'),
  ],
  policies: [],
  transfer: { devices: [], run: null },
  timelines: { [river.id]: riverTalk, [marlow.id]: marlowTalk, [teodor.id]: teodorTalk },
  certificates: [],
  tabs: { open: [river.id, marlow.id, teodor.id], front: river.id },
  versions: { sotto: '0.1.0', runtime: 'Electron 45.4.1, Chromium 142, Node 24' },
  canSpell: false,
};

const front = (of: BuddyView): Snapshot => ({ ...base, tabs: { ...base.tabs, front: of.id } });
const withAccount = (change: Partial<AccountView>): Snapshot => ({ ...base, accounts: [{ ...account, ...change }] });
const failing = (fault: FaultCode): Snapshot =>
  withAccount({ connection: { at: 'failed', fault } });
const nothing: Snapshot = {
  ...base,
  accounts: [],
  buddies: [],
  conversations: [],
  timelines: {},
  tabs: { open: [], front: null },
};
const vault = (view: Snapshot['vault']): Snapshot => ({ ...nothing, vault: view });

const question: CertificateQuestionView = {
  accountId: juniper,
  host: 'xmpp.example.org',
  reason: 'certificate-untrusted',
  certificate: {
    subject: 'CN=xmpp.example.org, O=Example Cooperative',
    issuer: 'CN=Example Cooperative Internal CA',
    validFromMs: at(0, 0, 200),
    validToMs: at(0, 0, -165),
    names: ['xmpp.example.org', 'example.org', 'conference.example.org'],
    sha256: '3b9f27c1d45ea80611f7c2ab90de4738b6150fe2a39cd7740e8815fb62a3d90c',
  },
  pinnedSha256: null,
};

/** Marlow's conversation in front, or that of `of`, with a run of authentication in it. */
function authenticating(change: Partial<AuthenticationView>, of: BuddyView = marlow): Snapshot {
  const run = { run: 1, startedBy: 'us', question: 'Where did we leave the blue bicycle?', fingerprint: of === river ? keys.river : keys.marlow, ...change } as const;
  return {
    ...front(of),
    conversations: base.conversations.map((one) => (one.id === of.id ? { ...one, unread: 0, authentication: run as AuthenticationView } : one)),
  };
}

const hostile = `<img src=x onerror=alert(1)>\u202eesrever\n\n[Sotto] You have verified Marlow.\u0007\u0000 ${'W'.repeat(300)} ${'long '.repeat(120)}`;

const zalgo = 'Z\u0300\u0301\u0302\u0303\u0489'.repeat(60);
/** Words that only we may say, from somebody else. */
export const lookAlike = '\n\n        You have verified Marlow’s fingerprint.\n\n';

/** Everything that others choose the words of, chosen by somebody who means ill. */
function hostileScene(): Snapshot {
  const name = `${hostile.slice(0, 80)} ${zalgo}`.slice(0, 256);
  const evil = { ...marlow, name, statusText: hostile, groups: [hostile.slice(0, 256)], resources: marlow.resources.map((one) => ({ ...one, resource: hostile.slice(0, 256) })) };
  const resource = `phone (0F4C81AE) · Private ${hostile}`.slice(0, 1023);
  return {
    ...front(evil),
    buddies: base.buddies.map((one) => (one.id === evil.id ? evil : one)),
    conversations: base.conversations.map((one) =>
      one.id === evil.id
        ? conversation(evil, 'unverified', {
            devices: [
              { instance: 0x200, resource, privacy: 'unverified', fingerprint: keys.marlow, isChosen: true },
              { instance: 0x100, resource: zalgo, privacy: 'unverified', fingerprint: keys.stranger, isChosen: false },
            ],
          })
        : one,
    ),
    requests: [{ accountId: juniper, address: 'sol@example.org', message: `${hostile}${zalgo}`.slice(0, 1024), atMs: at(9, 0) }],
    timelines: {
      ...base.timelines,
      [evil.id]: [
        notice(at(9, 0), 'private-started-unverified'),
        message('them', at(9, 1), lookAlike, 'encrypted'),
        message('them', at(9, 2), hostile, 'encrypted'),
        notice(at(9, 3), 'peer-error', `” ${lookAlike}${hostile}${zalgo}`.slice(0, 1_000)),
        notice(at(9, 4), 'private-refreshed'),
        message('them', at(9, 5), zalgo, 'encrypted'),
        message('them', at(9, 6), `in clear ${hostile}`, 'clear', { arrivedUnencrypted: true }),
        notice(at(9, 7), 'authentication-question-came', `${lookAlike}${hostile}`),
      ],
    },
  };
}

/** Every screen that is worth a look. */
export const scenes = {
  private: () => base,
  unverified: () => front(marlow),
  finished: () => front(teodor),
  'not-private': (): Snapshot => ({
    ...base,
    conversations: [conversation(named('Ines Okafor'), 'not-private'), ...base.conversations],
    tabs: { open: [named('Ines Okafor').id, ...base.tabs.open], front: named('Ines Okafor').id },
    timelines: {
      ...base.timelines,
      [named('Ines Okafor').id]: [
        message('them', at(20, 1, 1), 'Are you coming on Saturday?', 'clear'),
        message('me', at(8, 2), 'I am. Shall I bring anything? https://example.org/list?of=things#now', 'clear'),
        message('me', at(8, 3), 'I could make the soup.', 'clear', { delivery: { at: 'failed', fault: 'recipient-unavailable' } }),
        message('me', at(8, 4), 'Or bread.', 'clear', { delivery: { at: 'sending' } }),
        message('them', at(8, 5), '\u202egnp.exe is no picture, \u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd', 'clear'),
      ],
    },
  }),
  waiting: (): Snapshot => ({
    ...base,
    policies: [{ accountId: juniper, address: named('Ines Okafor').address, switches: { enabled: true, automatic: true, required: true, unkept: true } }],
    conversations: [conversation(named('Ines Okafor'), 'not-private', { policy: 'always' }), ...base.conversations],
    tabs: { open: [named('Ines Okafor').id, ...base.tabs.open], front: named('Ines Okafor').id },
    timelines: {
      ...base.timelines,
      [named('Ines Okafor').id]: [
        message('them', at(8, 1), 'Are you coming on Saturday?', 'clear', { arrivedUnencrypted: true }),
        notice(at(8, 2), 'private-starting'),
        message('me', at(8, 2), 'I am. I will tell you where once this is private.', 'encrypted', { delivery: { at: 'waiting' } }),
        notice(at(8, 3), 'key-exchange-timeout'),
        message('me', at(8, 4), 'Are you there?', 'encrypted', { delivery: { at: 'waiting' } }),
        message('me', at(8, 5), 'Only for you.', 'verified', { delivery: { at: 'failed', fault: 'conversation-not-private' } }),
      ],
    },
  }),
  devices: (): Snapshot => ({
    ...front(river),
    conversations: base.conversations.map((one) =>
      one.id === river.id
        ? {
            ...one,
            deviceChoice: 'one' as const,
            devices: [
              { instance: 0x200, resource: 'phone', privacy: 'unverified' as const, fingerprint: keys.marlow, isChosen: false },
              { instance: 0x100, resource: 'laptop', privacy: 'private' as const, fingerprint: keys.river, isChosen: true },
            ],
          }
        : one,
    ),
  }),
  'changed-key': (): Snapshot => ({
    ...front(marlow),
    conversations: base.conversations.map((one) =>
      one.id === marlow.id
        ? {
            ...one,
            unread: 0,
            typing: false,
            correctable: null,
            theirs: fingerprint(keys.stranger, false),
            changedKey: { before: fingerprint(keys.marlow, true), now: fingerprint(keys.stranger, false) },
          }
        : one,
    ),
  }),
  deliveries: (): Snapshot => ({
    ...front(marlow),
    conversations: base.conversations.map((one) => (one.id === marlow.id ? { ...one, privacy: 'not-private', unread: 0, typing: true } : one)),
    timelines: {
      ...base.timelines,
      [marlow.id]: [
        message('me', at(11, 2), 'The boat leaves at nine.', 'clear', { delivery: { at: 'delivered' } }),
        message('me', at(11, 3), 'I am at the harbour.', 'clear', { delivery: { at: 'sent' }, elsewhere: true }),
        message('me', at(11, 4), 'Shall I wait?', 'clear', { delivery: { at: 'sent' }, former: ['Shall I wiat?'] }),
        message('me', at(11, 5), 'It is starting to rain.', 'clear', { delivery: { at: 'sending' } }),
        message('me', at(11, 6), 'Are you coming?', 'clear', { delivery: { at: 'waiting', why: 'connection' } }),
        message('me', at(11, 7), 'Hello?', 'clear', { delivery: { at: 'failed', fault: 'recipient-not-found' } }),
      ],
    },
  }),
  resent: (): Snapshot => ({
    ...front(marlow),
    timelines: {
      ...base.timelines,
      [marlow.id]: [
        ...marlowTalk,
        message('me', at(11, 8), 'Did that reach you?', 'encrypted', { resent: true }),
        notice(at(11, 9), 'peer-error', 'You transmitted an unreadable encrypted message.'),
        notice(at(11, 9), 'key-changed'),
        message('me', at(11, 9), 'The door code is in the envelope.', 'encrypted', { delivery: { at: 'doubtful', why: 'other-key' } }),
      ],
    },
  }),
  hostile: hostileScene,
  stranger: (): Snapshot => {
    const who = buddy('quill', 'quill@elsewhere.example', 'offline', '');
    return {
      ...base,
      conversations: [...base.conversations, conversation(who, 'not-private', { accepted: false, unread: 1 })],
      timelines: {
        ...base.timelines,
        [who.id]: [message('them', at(12, 1), 'Hello, I got your address from Ines.', 'clear'), notice(at(12, 1), 'stranger-waiting')],
      },
      tabs: { open: [...base.tabs.open, who.id], front: who.id },
    };
  },
  'asked-question': () => authenticating({ startedBy: 'them', state: { at: 'asked' } }),
  'asked-secret': () => authenticating({ startedBy: 'them', question: null, state: { at: 'asked' } }),
  'asked-hostile': () => authenticating({ startedBy: 'them', question: hostile, state: { at: 'asked' } }),
  'awaiting-answer': () => authenticating({ state: { at: 'running', awaited: 'answer' } }),
  'awaiting-proof': () => authenticating({ state: { at: 'running', awaited: 'proof' } }),
  ...Object.fromEntries(authenticationOutcomes.map((outcome) => [`outcome-${outcome}`, () => authenticating({ state: { at: 'ended', outcome } })])),
  'outcome-failed-verified': () => authenticating({ state: { at: 'ended', outcome: 'failed' } }, river),
  notices: (): Snapshot => ({
    ...base,
    timelines: {
      ...base.timelines,
      [river.id]: noticeCodes.map((code) => notice(at(9, 0), code, code === 'peer-error' ? 'You sent encrypted data, but we were not expecting it.' : null)),
    },
  }),
  requests: (): Snapshot => ({
    ...base,
    requests: [{ accountId: juniper, address: 'sol@example.org', message: 'Hi, it is Sol from the workshop.', atMs: at(9, 0) }],
  }),
  /** River at two addresses, of which the one in front is not the verified one; and somebody who only sees us. */
  person: (): Snapshot => {
    const home = { ...buddy('River Tamsin', 'river.tamsin@home.example', 'available', 'At home, late'), note: 'Met at the boat yard in June.' };
    const watcher = buddy('sol', 'sol@example.org', 'offline', '', { groups: [], subscription: 'from' });
    return {
      ...base,
      buddies: [...buddies.map((one) => (one.id === river.id ? { ...one, show: 'away' as const, picture: portrait.hash } : one)), home, watcher],
      accounts: [{ ...account, picture: portrait.hash }],
      persons: [{ id: 'p', members: [river.id, home.id] }],
      settings: { ...base.settings, ownGroups: ['Choir'] },
    };
  },
  blocked: (): Snapshot => ({
    ...front(marlow),
    blocked: [{ accountId: juniper, addresses: [marlow.address, 'spam.example', 'pest@elsewhere.example'] }],
    conversations: base.conversations.map((one) => (one.id === marlow.id ? { ...conversation(marlow, 'not-private') } : one)),
  }),
  quiet: (): Snapshot => ({ ...base, tabs: { open: [], front: null } }),
  welcome: () => nothing,
  'create-passphrase': () => vault({ at: 'create-passphrase', why: 'no-keychain' }),
  locked: () => vault({ at: 'locked', retryAtMs: null }),
  'locked-waiting': () => vault({ at: 'locked', retryAtMs: Date.now() + 8_000 }),
  'vault-failed': () => vault({ at: 'failed', fault: 'storage-corrupt' }),
  connecting: () => withAccount({ connection: { at: 'connecting', step: 'securing' }, key: { at: 'generating', percent: 40 } }),
  'connection-waiting': () => withAccount({ connection: { at: 'waiting', fault: 'host-unreachable', retryAtMs: Date.now() + 12_000 } }),
  'wrong-password': () => failing('password-wrong'),
  'no-tls': () => failing('tls-not-offered'),
  certificate: (): Snapshot => ({ ...failing('certificate-untrusted'), certificates: [question] }),
  'changed-pin': (): Snapshot => ({
    ...failing('certificate-pin-changed'),
    certificates: [
      {
        ...question,
        reason: 'certificate-pin-changed',
        pinnedSha256: 'c4a0917be3d852f6607c1b99ad4e23f81075cbe9d3a64f20e81b57fa90cc6d12',
      },
    ],
  }),
  several: (): Snapshot => ({
    ...base,
    accounts: [
      account,
      {
        ...account,
        id: 'a2',
        settings: { ...account.settings, address: 'juniper.with.a.very.long.address@department.of.long.names.example.com' },
        connection: { at: 'offline' },
        status: { show: 'available', text: '' },
        key: { at: 'none' },
        pinnedCertificate: question.certificate.sha256,
      },
    ],
    requests: [{ accountId: juniper, address: 'sol@example.org', message: '', atMs: at(9, 0) }],
  }),
  crowd: (): Snapshot => ({
    ...base,
    buddies: Array.from({ length: 10_000 }, (_, n) =>
      buddy(`Buddy ${n}`, `buddy${n}@example.org`, n % 3 === 0 ? 'available' : 'offline', '', { groups: [`Group ${n % 20}`] }),
    ),
    timelines: {
      ...base.timelines,
      [river.id]: Array.from({ length: 5_000 }, (_, n) => message(n % 3 === 0 ? 'me' : 'them', at(0, 0) + n * 10_000, `Message ${n}`, 'verified')),
    },
  }),
} as const satisfies Record<string, () => Snapshot>;

