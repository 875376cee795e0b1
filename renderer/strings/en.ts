import { welcome, signIn, proxy, vault, accounts, connection, certificate } from './en-accounts.ts';
import { blocking, buddies, groups, persons, pictures, requests } from './en-buddies.ts';
import { conversation, privacy, marks, banners, timeline, composer, emoji, link } from './en-conversation.ts';
import { fingerprints } from './en-fingerprints.ts';
import { history } from './en-history.ts';
import { lab } from './en-lab.ts';
import { moving } from './en-moving.ts';
import { devices, policies } from './en-policies.ts';
import { registration } from './en-registration.ts';
import { faults, notices } from './en-told.ts';
import { transfer } from './en-transfer.ts';
import { verify } from './en-verify.ts';
import { xmppLink } from './en-xmpp-link.ts';

/** Every word of the window in English; the shape that each other language must fill. */
export const en = {
  faults,
  notices,
  app: {
    starting: 'Sotto is starting',
    edge: 'Width of the buddy list',
    quit: 'Quit Sotto',
    failedTitle: 'The window could not be shown',
    failedAbout: 'Something went wrong while it was drawn. Your keys and your messages are kept apart from the window and are safe.',
    failedAgain: 'If this page stays or comes back, quit Sotto and start it again.',
    showAgain: 'Show the window again',
  },
  common: {
    cancel: 'Cancel',
    save: 'Save',
    close: 'Close',
    back: 'Back',
    copy: 'Copy',
    copied: 'Copied',
    undo: 'Undo',
    dismiss: 'Dismiss',
    show: (what: string) => `Show: ${what}`,
    hide: (what: string) => `Hide: ${what}`,
  },
  menus: { bar: 'Menu', buddies: 'Buddies', accounts: 'Accounts', tools: 'Tools', help: 'Help' },
  shows: {
    available: 'Available',
    chat: 'Free to chat',
    away: 'Away',
    'extended-away': 'Away for long',
    'do-not-disturb': 'Do not disturb',
    invisible: 'Invisible',
    offline: 'Offline',
  },
  welcome,
  signIn,
  xmppLink,
  registration,
  proxy,
  vault,
  accounts,
  connection,
  certificate,
  buddies,
  requests,
  groups,
  persons,
  blocking,
  pictures,
  conversation,
  privacy,
  devices,
  policies,
  marks,
  banners,
  timeline,
  composer,
  emoji,
  verify,
  transfer,
  fingerprints,
  history,
  lab,
  moving,
  link,
  preferences: {
    title: 'Preferences',
    theme: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  },
  sharing: {
    title: 'What others may know',
    typing: 'That you are typing',
    typingInPrivate: 'In private conversations too',
    receipts: 'That a message arrived',
    time: 'The time on this computer',
    version: 'The version of Sotto',
    typingHint: 'Only buddies who see when you are there. It is on for both of you, or for neither.',
    typingInPrivateHint:
      'It goes beside the encrypted text and is not encrypted itself: both servers learn when you type, for how long, and when you think better of it. Nobody vouches for what comes.',
    receiptsHint: 'Only buddies who see when you are there, and only once the message stands here, decrypted. Both servers see it too.',
  },
  shortcuts: {
    title: 'Keyboard shortcuts',
    numbered: 'Conversation 1 to 9',
    privacy: 'Privacy menu',
    send: 'Send the message',
    correct: 'Correct the last message',
    newLine: 'New line',
    rowMenu: 'Actions for a buddy',
    renameRow: 'Rename a buddy',
    removeRow: 'Remove a buddy',
    menuBar: 'Menu bar',
  },
  keys: {
    find: 'Ctrl+F',
    historyHere: 'Ctrl+F',
    history: 'Ctrl+Shift+F',
    addBuddy: 'Ctrl+N',
    newConversation: 'Ctrl+M',
    nextTab: 'Ctrl+Tab',
    previousTab: 'Ctrl+Shift+Tab',
    closeTab: 'Ctrl+W',
    numbered: 'Ctrl+1 … 9',
    privacy: 'Ctrl+Shift+O',
    preferences: 'Ctrl+P',
    quit: 'Ctrl+Q',
    send: 'Enter',
    newLine: 'Shift+Enter',
    emoji: 'Ctrl+.',
    up: 'Up',
    rowMenu: 'Shift+F10',
    menuBar: 'F10 or Alt',
    delete: 'Del',
  },
  about: {
    title: 'About Sotto',
    what: 'A messenger for private conversations, with Off-the-Record messaging over XMPP.',
    version: (version: string) => `Version ${version}`,
    licence: 'Free software under the GNU Affero General Public License, version 3.',
  },
};

export type Catalogue = typeof en;
