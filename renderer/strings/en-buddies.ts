import { counted } from './language.ts';

/* The words of the buddy list. */

export const buddies = {
  list: 'Buddies',
  find: 'Find a buddy',
  add: 'Add buddy…',
  addTitle: 'Add a buddy',
  addAbout: 'They are asked whether you may see when they are there.',
  addNow: 'Add buddy',
  addThem: 'Add to buddy list…',
  address: 'Address',
  name: 'Name',
  nameHint: 'What you call them. They do not see it.',
  groups: 'Groups',
  groupsHint: 'Separate several with commas.',
  message: 'A line to them',
  withAccount: 'With account',
  newConversation: 'New conversation…',
  openNow: 'Open',
  open: 'Open conversation',
  rename: 'Rename…',
  changeGroups: 'Change groups…',
  editTitle: 'Name and groups',
  remove: 'Remove…',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeAbout: (address: string) =>
    `${address} goes from your buddy list, and you no longer see when the other is there. What you verified stays known.`,
  removeNow: 'Remove buddy',
  actions: 'Actions for this buddy',
  ungrouped: 'Buddies',
  strangers: 'Not in your list',
  count: (online: number, total: number) => `${online} of ${total}`,
  unread: (count: number) => counted('en', count, { one: '# unread message', other: '# unread messages' }),
  waitingForThem: 'Has not approved you yet',
  notSubscribed: 'You do not see when they are there',
  nothingFound: 'No buddy of that name or address.',
  empty: 'Nobody here yet. Add your first buddy.',
  emptyOffline: 'Your buddies appear as soon as you are signed in.',
};

export const requests = {
  list: 'Requests',
  asks: 'would like to see when you are there.',
  toAccount: (address: string) => `To ${address}`,
  approve: 'Approve',
  deny: 'Deny',
  approveThem: (who: string) => `Approve ${who}`,
  denyThem: (who: string) => `Deny ${who}`,
};
