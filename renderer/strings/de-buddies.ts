import type * as english from './en-buddies.ts';
import { counted } from './language.ts';

/* Die Worte der Kontaktliste. */

export const buddies: typeof english.buddies = {
  list: 'Kontakte',
  find: 'Kontakt suchen',
  add: 'Kontakt hinzufügen …',
  addTitle: 'Kontakt hinzufügen',
  addAbout: 'Die Person wird gefragt, ob du sehen darfst, wann sie da ist.',
  addNow: 'Kontakt hinzufügen',
  addThem: 'Zur Kontaktliste hinzufügen …',
  address: 'Adresse',
  name: 'Name',
  nameHint: 'So nennst du die Person. Sie sieht das nicht.',
  groups: 'Gruppen',
  groupsHint: 'Mehrere durch Kommas trennen.',
  message: 'Eine Zeile an die Person',
  withAccount: 'Mit Konto',
  newConversation: 'Neues Gespräch …',
  openNow: 'Öffnen',
  open: 'Gespräch öffnen',
  rename: 'Umbenennen …',
  changeGroups: 'Gruppen ändern …',
  editTitle: 'Name und Gruppen',
  remove: 'Entfernen …',
  removeTitle: (name) => `${name} entfernen?`,
  removeAbout: (address) =>
    `${address} verschwindet aus deiner Kontaktliste, und ihr seht nicht mehr, wann der andere da ist. Was du überprüft hast, bleibt bekannt.`,
  removeNow: 'Kontakt entfernen',
  actions: 'Aktionen für diesen Kontakt',
  ungrouped: 'Kontakte',
  strangers: 'Nicht in deiner Liste',
  count: (online, total) => `${online} von ${total}`,
  unread: (count) => counted('de', count, { one: '# ungelesene Nachricht', other: '# ungelesene Nachrichten' }),
  waitingForThem: 'Anfrage noch nicht angenommen',
  notSubscribed: 'Du siehst nicht, wann diese Person da ist',
  nothingFound: 'Kein Kontakt mit diesem Namen oder dieser Adresse.',
  empty: 'Noch niemand da. Füge deinen ersten Kontakt hinzu.',
  emptyOffline: 'Deine Kontakte erscheinen, sobald du angemeldet bist.',
};

export const requests: typeof english.requests = {
  list: 'Anfragen',
  asks: 'möchte sehen, wann du da bist.',
  toAccount: (address) => `An ${address}`,
  approve: 'Annehmen',
  deny: 'Ablehnen',
  approveThem: (who) => `${who} annehmen`,
  denyThem: (who) => `${who} ablehnen`,
};
