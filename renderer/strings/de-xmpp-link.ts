import type * as english from './en-xmpp-link.ts';

/* Die Worte eines Links zu jemandem. */

export const xmppLink: typeof english.xmppLink = {
  title: { message: 'An diese Adresse schreiben?', add: 'Diesen Kontakt hinzufügen?', other: 'Ein Link zu dieser Adresse' },
  about: {
    message: 'Ein Link möchte eine Unterhaltung mit:',
    add: 'Ein Link möchte diese Adresse zu deinen Kontakten hinzufügen:',
    other: 'Der Link möchte etwas, das Sotto nicht tut. Du kannst der Adresse schreiben:',
  },
  write: 'Unterhaltung öffnen',
  own: 'Das ist deine eigene Adresse.',
  body: 'Der Link bringt diesen Text mit. Er kommt ins Schreibfeld; ob du ihn sendest, entscheidest du.',
  unreadable: 'Dieser Link ist nicht lesbar',
  unreadableAbout: 'Er nennt keine Adresse, mit der Sotto etwas anfangen kann. Das ist alles, was darin steht:',
  key: 'Der Link nennt diesen Schlüssel',
  verified: 'Das ist der Schlüssel, den du überprüft hast.',
  known: 'Sotto kennt diesen Schlüssel, und er ist nicht überprüft. Ein Link ist so vertrauenswürdig wie der Weg, den er kam: Er beweist nur dann etwas, wenn ihn unterwegs niemand ändern konnte.',
  inPerson: 'Ich habe diesen Link von der Person selbst, von ihrem Bildschirm oder ihrem Zettel',
  another: (count) =>
    count === 1
      ? 'Das ist nicht der Schlüssel, den Sotto von dieser Person kennt. Entweder hat sie ein anderes Gerät oder einen neuen Schlüssel, oder der Link ist nicht von ihr, oder jemand sitzt dazwischen. Frag sie, aber nicht über diesen Chat. Sotto kennt diesen Schlüssel:'
      : `Das ist keiner der ${count} Schlüssel, die Sotto von dieser Person kennt. Entweder hat sie ein anderes Gerät oder einen neuen Schlüssel, oder der Link ist nicht von ihr, oder jemand sitzt dazwischen. Frag sie, aber nicht über diesen Chat. Sotto kennt diese Schlüssel:`,
  unseen: 'Sotto hat noch keinen Schlüssel dieser Person gesehen. Beginne eine private Unterhaltung und vergleiche diesen Schlüssel mit dem, den sie zeigt.',
};
