import { counted } from './language.ts';

/* The words of a conversation. `name` is the buddy. */

export const conversation = {
  typing: (name: string) => `${name} is typing…`,
  typingNow: 'Typing…',
  tabs: 'Conversations',
  back: 'Back to the buddy list',
  as: (account: string) => `you are ${account}`,
  more: 'More',
  copyAddress: 'Copy address',
  close: 'Close conversation',
  next: 'Next conversation',
  previous: 'Previous conversation',
  noneTitle: 'No conversation open',
  noneAbout: 'Choose a buddy from the list, or write to someone new.',
  unshownTitle: 'This conversation cannot be shown',
  unshownAbout: 'Something went wrong inside Sotto. Your keys and what was said are safe.',
  showAgain: 'Show it again',
};

export const privacy = {
  levels: { 'not-private': 'Not private', unverified: 'Unverified', private: 'Private', finished: 'Finished' },
  menu: 'Privacy',
  start: 'Start private conversation',
  starting: 'starting a private conversation',
  authenticate: 'Authenticate buddy…',
  reauthenticate: 'Re-authenticate buddy…',
  refresh: 'Refresh',
  startAgain: 'Refresh (start again)',
  end: 'End',
  refreshLong: 'Refresh private conversation',
  endLong: 'End private conversation',
  changed: (name: string, level: string) => `${name}: ${level}`,
};

export const marks = {
  clear: 'Not encrypted',
  encrypted: 'Encrypted, not verified',
  verified: 'Encrypted and verified',
};

export const banners = {
  unverified: (name: string) => `Encrypted, but you have not checked that this is really ${name}.`,
  authenticate: (name: string) => `Authenticate ${name}…`,
  later: 'Later',
  authentication: 'Authentication',
  asksQuestion: (name: string) => `${name} asks you a question, to be sure that it is you.`,
  asksSecret: (name: string) => `${name} wants to compare a secret that you both know.`,
  awaitsAnswer: (name: string) => `Waiting for ${name} to answer your question.`,
  strangerLabel: 'Not in your buddy list',
  stranger: 'is not in your buddy list. Until you accept, Sotto answers nothing.',
  accept: 'Accept',
  ignore: 'Ignore',
  keyChanged: (name: string) => `${name}’s key has changed`,
  keyBadge: 'the key has changed',
  keyWasVerified: 'You had verified the old one. Nothing is sent until you decide.',
  keyWasKnown: 'Nothing is sent until you decide.',
  keyAbout: (name: string) =>
    `This happens when ${name} has a new device or program. It also happens when someone else pretends to be ${name}. Ask over another way, such as the phone.`,
  keyBefore: 'The key you knew',
  keyNow: 'The key used now',
  knownSince: (when: string) => `Known since ${when}.`,
  seenFirst: (when: string) => `Seen first ${when}.`,
  wasVerified: 'Verified.',
  notVerified: 'Not verified.',
  verifyKey: 'Verify the new key…',
  goOnUnverified: 'Continue unverified',
  endConversation: 'End private conversation',
};

export const timeline = {
  label: (name: string) => `Conversation with ${name}`,
  arrivedUnencrypted: 'This message arrived unencrypted',
  cut: 'The message was longer than what is shown.',
  sent: 'Sent: your server has it',
  edited: 'Edited',
  correct: 'Correct…',
  actions: 'Message',
  delivered: 'Delivered: their program says that it arrived',
  elsewhere: 'From another device of yours',
  waitingForConnection: 'Waits for the connection. It goes out by itself once both of you are there.',
  sending: 'Sending',
  notSent: (why: string) => `Not sent. ${why}`,
  retry: 'Try again',
  resent: 'They could not read it, so it was sent once more.',
  doubtful: {
    'other-key': 'They may not have read this, and their key is another one now. It was not sent to that one.',
    'lower-version': 'They may not have read this, and the conversation has an older version of the protocol now. It was not sent again.',
  },
  sendAgain: 'Send it all the same',
  waiting: 'Waits until it can go out encrypted',
  takeBack: 'Take back',
  newest: 'Newest',
  sinceStart: 'Since Sotto was started',
  unshown: 'This message cannot be shown.',
  over: { no: 'This was not sent.', unknown: 'It is not known whether this was sent.' },
};

export const composer = {
  label: (name: string) => `Message to ${name}`,
  placeholders: {
    'not-private': 'Write a message (not encrypted)',
    unverified: 'Write an encrypted message',
    private: 'Write a private message',
  },
  willWait: 'Write a message (it waits until it can go out encrypted)',
  decideFirst: 'Decide about the new key first',
  keyHeld: (name: string) => `What you type stays here until you have decided about ${name}’s new key.`,
  send: 'Send',
  room: (left: number) =>
    left < 0
      ? counted('en', -left, { one: '# character too many', other: '# characters too many' })
      : counted('en', left, { one: 'Room for # more character', other: 'Room for # more characters' }),
  stranded: 'You wrote this for an encrypted conversation, which is over. It was not sent.',
  corrects: 'You are correcting your last message.',
  allowClear: 'Allow sending unencrypted',
  forVerified: 'You wrote this for a verified key, and the one used now is not verified. It was not sent.',
  allowUnverified: 'Allow sending unverified',
  finished: 'Nothing you type here is sent.',
  finishedAbout: (name: string) =>
    `${name} ended the private conversation. Start a new one, or end it on your side to write without encryption.`,
  kept: 'Kept for later:',
  startAgain: 'Start again',
};

export const emoji = {
  open: 'Emoji',
  find: 'Find an emoji',
  recent: 'Used last',
  results: 'Found',
  none: 'No emoji is called that.',
  found: (count: number) => counted('en', count, { one: '# emoji found', other: '# emoji found' }),
};

export const link = {
  title: 'Open this link?',
  about: 'It opens outside of Sotto. This is the whole address:',
  open: 'Open link',
};
