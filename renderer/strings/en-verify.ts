import { counted } from './language.ts';

/** The words of authenticating a buddy. `name` is the buddy. */
export const verify = {
  title: (name: string) => `Authenticate ${name}`,
  ways: { label: 'Way to authenticate', question: 'Question and answer', secret: 'Shared secret', fingerprint: 'Fingerprint' },
  about: {
    question: (name: string) => `Find out that you are talking to ${name} and to nobody in between. They answer in their own window.`,
    secret: (name: string) => `Each of you types what only the two of you know. ${name} does it in their own window.`,
    fingerprint: (name: string) => `Compare over another channel: meet ${name}, or call if you know the voice.`,
  },
  askQuestion: (name: string) => `A question that only ${name} can answer`,
  askQuestionHint: (name: string) => `${name} sees the question. An eavesdropper does not.`,
  questionMissing: 'Enter a question.',
  askAnswer: 'The answer',
  answerHint: 'Must match to the letter: capitals and spaces count. It is compared without being sent.',
  answerMissing: 'Enter the answer.',
  secret: 'The shared secret',
  secretMissing: 'Enter the secret.',
  inQuestion: 'The answer stands in the question, so it proves nothing.',
  short: 'So short an answer is guessed in a few tries.',
  ask: (name: string) => `Ask ${name}`,
  again: (name: string) => `You have verified ${name} before, and that stands whatever comes of this.`,
  rests: (seconds: number) =>
    counted('en', seconds, {
      one: 'Too many wrong answers. You can try again in # second.',
      other: 'Too many wrong answers. You can try again in # seconds.',
    }),
  whatIsThis: 'What is this?',
  explain: {
    question:
      'Encryption hides what you say, but not who is there: somebody in the middle could encrypt with each of you. Your question and the answer bind the two of you together. Neither side learns what the other typed; you only learn whether both are the same.',
    secret:
      'Agree on something over another way, such as a word said when you met. Sotto compares it without sending it: you only learn whether both of you typed the same, and then each of you has verified the other.',
    fingerprint:
      'A fingerprint stands for a key, and nobody can make another key with the same one. If what you read aloud agrees with what the other sees, the key is really theirs. A phone that scans the code does the reading for you.',
  },

  running: (name: string) => `Authenticating ${name}`,
  awaitsAnswer: (name: string) => `Waiting for ${name} to answer:`,
  awaitsSecret: (name: string) => `Waiting for ${name} to enter the shared secret.`,
  awaitsProof: 'Both have answered. The two are being compared.',
  awaitsLong: 'They may take their time; you can go on writing meanwhile.',
  stepsLabel: 'Progress',
  steps: {
    asked: ['Question sent', 'Answer', 'Comparison'],
    compared: ['Request sent', 'Their secret', 'Comparison'],
    answered: ['Question', 'Your answer', 'Comparison'],
  },
  hide: 'Hide',
  stop: 'Stop authenticating',

  asksTitle: (name: string) => `${name} asks`,
  asksAbout: (name: string) => `${name} wants to be sure that it is you. Type what ${name} expects as the answer.`,
  asksSecretTitle: (name: string) => `${name} wants to compare a secret`,
  asksSecretAbout: (name: string) => `Type the secret that you and ${name} agreed on.`,
  asksBadge: 'waits for your answer',
  endedBadge: 'the authentication has an outcome',
  theirQuestion: (name: string) => `${name}’s question`,
  yourAnswer: 'Your answer',
  answer: 'Answer',
  answerDots: 'Answer…',
  later: 'Later',
  decline: 'Decline',
  asksNote: (name: string) => `Only answer if you expected this, or if it sounds like ${name}. A right answer shows them who you are, not you who they are.`,

  show: 'Show…',
  details: 'Details…',
  outcomes: {
    verified: (name: string) => `${name} is verified`,
    proved: (name: string) => `${name} knows that it is you`,
    failed: (_name: string) => 'The two of you did not enter the same',
    cheated: (name: string) => `${name}’s program broke the rules`,
    'cancelled-by-them': (name: string) => `${name} stopped it`,
    'timed-out': (_name: string) => 'Nothing came for too long',
    'session-over': (_name: string) => 'The private conversation ended meanwhile',
  },
  meaning: {
    verified: (name: string) =>
      `They knew the answer, so it is ${name} and nobody in between. Sotto remembers the key, and this conversation is private.`,
    verifiedBoth: (name: string) =>
      `You both knew the same secret, so each of you has verified the other. Sotto remembers ${name}’s key, and this conversation is private.`,
    proved: (name: string) => `Your answer was the one that ${name} expected. That shows them who you are; it does not show you who they are.`,
    failed: (_name: string) =>
      'Most often somebody mistyped: capitals and spaces count. It can also mean that someone stands between you. Neither side learned what the other typed.',
    cheated: (name: string) =>
      `It sent something that no honest program sends, so nothing was proved. Ask ${name} over another way before you go on here.`,
    'cancelled-by-them': (_name: string) =>
      'They declined, or both of you began one at the same moment. Nothing was compared, and nothing changed.',
    takenBack: 'They took it back, or both of you began one at the same moment. Nothing was compared, and nothing changed.',
    'timed-out': (name: string) => `${name} may be away, or the connection may be gone. Nothing was compared, and nothing changed.`,
    'session-over': (_name: string) => 'Nothing was compared. Start again when the conversation is private.',
  },
  oneWay: (name: string) => `It goes one way: for ${name} to verify you, they ask a question of their own.`,
  agreeFirst: (name: string) => `Agree with ${name} over another way on how to write it, then try again.`,
  agreeTheyAsk: (name: string) => `Agree with ${name} over another way on how to write it; ${name} can then ask once more.`,
  askBack: (name: string) => `Ask ${name} a question…`,
  tryAgain: 'Try again…',
  stillTrusted: (name: string) =>
    `You verified ${name}’s key before, and that still stands. If you doubt now that it is ${name}, take it back.`,
  withdraw: 'Withdraw verification',

  yours: 'Yours',
  theirs: (name: string) => `${name}’s`,
  copyYours: 'Copy your fingerprint',
  copyTheirs: (name: string) => `Copy ${name}’s fingerprint`,
  codeYours: 'QR code of your fingerprint',
  codeTheirs: (name: string) => `QR code of ${name}’s fingerprint`,
  haveYou: 'Have you verified the fingerprint?',
  haveNot: 'I have not verified it',
  have: (name: string) => `I have verified that it is ${name}’s`,
  changed: (name: string) =>
    `This key is new. Nobody has checked yet that it is ${name}’s.`,
  gone: 'The private conversation ended or changed meanwhile. Open this again when it stands.',
  seenSince: (when: string) => `First seen ${when}.`,
  verifiedAt: {
    question: (when: string) => `Verified ${when}, by a question.`,
    secret: (when: string) => `Verified ${when}, by a shared secret.`,
    'by-hand': (when: string) => `Verified ${when}, by comparing fingerprints.`,
    imported: (when: string) => `Verified ${when}, as imported from another program.`,
  },
  session: 'Session',
  sessionAbout: 'The session’s number is the same on both sides. Read the bold half aloud, and let the other read theirs.',
};
