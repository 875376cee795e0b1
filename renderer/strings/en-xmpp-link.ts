/* The words of a link to somebody. */

export const xmppLink = {
  title: { message: 'Write to this address?', add: 'Add this buddy?', other: 'A link to this address' },
  about: {
    message: 'A link asks for a conversation with:',
    add: 'A link asks to add this address to your buddies:',
    other: 'The link asks for something that Sotto does not do. You can write to the address:',
  },
  write: 'Open conversation',
  own: 'This is your own address.',
  body: 'The link brings this text. It is put where you write; you send it, or not.',
  unreadable: 'This link cannot be read',
  unreadableAbout: 'It names no address that Sotto could use. This is all of it:',
  key: 'The link names this key',
  verified: 'This is the key that you verified.',
  known: 'Sotto knows this key, and it is not verified. A link is as trustworthy as the way that it came: only if nobody could change it on that way does it prove anything.',
  inPerson: 'I have this link from them in person, from their own screen or paper',
  another: (count: number) =>
    count === 1
      ? 'This is not the key that Sotto knows of them. Either they have another device or a new key, or the link is not from them, or somebody is in between. Ask them, not over this chat. Sotto knows this key:'
      : `This is none of the ${count} keys that Sotto knows of them. Either they have another device or a new key, or the link is not from them, or somebody is in between. Ask them, not over this chat. Sotto knows these keys:`,
  unseen: 'Sotto has not seen a key of theirs yet. Start a private conversation, and compare this key with the one that it shows.',
};
