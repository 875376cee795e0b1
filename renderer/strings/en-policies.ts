/* The words of the privacy settings, and of the choice between devices. */

export const devices = {
  menu: 'Device',
  with: 'Goes to',
  one: 'To one device',
  always: 'To whichever is',
  rules: { best: 'the most secure', recent: 'the one heard from last', latest: 'the one that went private last' },
};

export const policies = {
  title: 'Private conversations',
  settings: 'Privacy settings…',
  buddyTitle: 'Privacy settings',
  useDefault: 'Use the default of the account',
  changeDefault: 'Change the default…',
  ofAccount: 'Account',
  enabled: 'Enable private messaging',
  enabledHint: 'Switched off, nothing is encrypted, and private conversations that run now end.',
  automatic: 'Start private conversations automatically',
  automaticHint: 'What you write in clear carries an invisible offer; a program that understands it takes it.',
  required: 'Require private conversations',
  requiredHint: 'Nothing goes out in clear. What you write waits until it can go out encrypted.',
  unkept: 'Do not keep private conversations',
  unkeptHint: 'Switched off, they stand in the history on this computer, encrypted like everything there.',
  summary: 'In the words of other programs:',
  names: { never: 'never', manual: 'manual', opportunistic: 'opportunistic', always: 'always' },
  defaultHint: 'A buddy can have switches of their own: Privacy settings… in their menu.',
};
