import { counted } from './language.ts';

/** The words of the deniability lab. */
export const lab = {
  title: 'Deniability lab',
  open: 'Deniability lab…',
  about: (name: string) =>
    `What you and ${name} say in private cannot be proven to anybody else, not even with a recording: anyone who has one can change it, and the change cannot be told. Try it.`,
  steps: (name: string) => [
    'Switch on the recording. Sotto then keeps what a listener on the line would have; the conversation says so, and nothing is written to disk.',
    `Go private, and talk with ${name} for a few lines in turn. Each turn gives away the MAC keys of an earlier one; that is how the protocol is meant to be.`,
    `Come back here, take a line of ${name}’s, and make it say something else. Its authentication holds as well as that of the real one.`,
  ],
  start: 'Record',
  stop: 'Stop and forget',
  look: 'Look again',
  recording: 'Recorded texts',
  recordingNow: 'the lab records',
  nothingYet: 'Nothing recorded yet. Go private and say something.',
  fromMe: 'You',
  kinds: {
    'dh-commit': 'D-H Commit',
    'dh-key': 'D-H Key',
    'reveal-signature': 'Reveal Signature',
    signature: 'Signature',
    'key-exchange': 'Key Exchange',
    data: 'Data',
    other: 'Not encrypted',
  },
  said: (text: string) => `It said: ${text}`,
  revealed: (count: number) =>
    counted('en', count, { one: 'gives away # MAC key that is used no more', other: 'gives away # MAC keys that are used no more' }),
  forge: 'Forge…',
  forgeThis: (text: string) => `Forge: ${text}`,
  wouldHaveSaid: (name: string) => `What ${name} is to have said`,
  forgeNow: 'Forge',
  holds: (name: string, text: string) =>
    `This message says “${text}”, and its MAC is right. Nobody can tell it from what ${name} really sent, so neither proves anything.`,
};
