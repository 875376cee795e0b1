import { startProsody, startRelay, type CertificateKind, type Prosody } from '../fixtures/prosody/index.ts';
import { startScriptedServer } from '../fixtures/scripted-server.ts';
import { expect, test } from '../fixtures/test.ts';
import { befriend, goPrivate, type Person } from '../pages/person.ts';

/*
 * Each of these leaves a clear sentence in the window, an app that goes on, and everything that was there.
 */

/** Opens and closes a dialog: the window takes input and main answers. */
async function goesOn(person: Person): Promise<void> {
  await person.menus.choose('Help', 'About Sotto');
  const about = person.page.getByRole('dialog', { name: 'About Sotto' });
  await about.getByRole('button', { name: 'Close' }).click();
  await expect(about).toBeHidden();
}

/** Whether a client began to sign in with a password. */
function heardPassword(server: Prosody): boolean {
  return server.wire.elements().some(({ direction, xml }) => direction === 'in' && xml.startsWith('<auth'));
}

/** Changes fields of the account in the dialog that the trouble offers, and saves. */
async function editAccount(person: Person, change: { readonly field: string; readonly value: string }): Promise<void> {
  await person.buddies.account(person.address).getByRole('button', { name: 'Edit account…' }).click();
  const dialog = person.page.getByRole('dialog', { name: `Edit ${person.address}` });
  await dialog.getByRole('textbox', { name: change.field }).fill(change.value);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
}

test('a wrong password is said, and the right one signs in @server', async ({ newPerson }) => {
  const juniper = newPerson('Juniper');
  await juniper.start();
  await juniper.firstRun.pass(juniper.passphrase);
  await juniper.firstRun.signIn(juniper.signInWith({ password: 'not the password' }));
  await juniper.certificate.pin(juniper.server.certificateSha256());
  await expect(juniper.buddies.trouble(juniper.address)).toHaveText('The server refused the address or the password. Check both.');
  await goesOn(juniper);

  await juniper.buddies.account(juniper.address).getByRole('button', { name: 'Enter password…' }).click();
  const dialog = juniper.page.getByRole('dialog', { name: 'Enter the password' });
  await dialog.getByRole('textbox', { name: 'Password' }).fill(juniper.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await juniper.buddies.online(juniper.address);
  await expect(juniper.buddies.trouble(juniper.address)).toHaveCount(0);
});

test('a server that cannot be reached is said, tried again, and can be set right @server', async ({ newPerson, server }) => {
  const juniper = newPerson('Juniper');
  const relay = await startRelay(server);
  await relay.stop();
  await juniper.start();
  await juniper.firstRun.pass(juniper.passphrase);
  await juniper.firstRun.signIn(juniper.signInWith({ port: relay.port }));
  await expect(juniper.buddies.trouble(juniper.address)).toHaveText('Nothing answers at this server and port. Check the account, or try later.');
  await expect(juniper.buddies.account(juniper.address)).toContainText(/Trying again in \d+ seconds?\./);
  await goesOn(juniper);
  await editAccount(juniper, { field: 'Port', value: String(server.port) });
  await juniper.certificate.pin(server.certificateSha256());
  await juniper.buddies.online(juniper.address);
});

test('a server that does not exist is said', async ({ newLoner }) => {
  const juniper = newLoner('Juniper');
  await juniper.start();
  await juniper.firstRun.pass(juniper.passphrase);
  await juniper.firstRun.signIn({ address: 'juniper@nowhere.invalid', password: 'never sent' });
  // Where there is no network at all, the same name fails as unreachable.
  await expect(juniper.buddies.trouble('juniper@nowhere.invalid')).toHaveText(
    /^(There is no server by that name\. Check the address, or set the server by hand\.|The server cannot be reached\. Check your network connection\.)$/,
  );
  await goesOn(juniper);
});

test('a server without TLS gets nothing, least of all the password @server', async ({ newPerson }) => {
  const bare = await startProsody({ tls: 'none' });
  try {
    const juniper = newPerson('Juniper');
    bare.addUser(juniper.account, juniper.password);
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    await juniper.firstRun.signIn(juniper.signInWith({ port: bare.port, allowPlain: true }));
    await expect(juniper.buddies.trouble(juniper.address)).toHaveText(
      'The server offers no encryption, so Sotto did not sign in. Your password was not sent.',
    );
    await goesOn(juniper);
    expect(bare.wire.elements().filter(({ direction }) => direction === 'out')).not.toEqual([]);
    expect(bare.wire.elements().filter(({ direction }) => direction === 'in')).toEqual([]);
  } finally {
    await bare.stop();
  }
});

const badCertificates: readonly { readonly kind: CertificateKind; readonly says: string }[] = [
  { kind: 'expired', says: 'This certificate has expired or is not valid yet.' },
  { kind: 'wrong-name', says: 'This certificate was made for a server of another name.' },
  { kind: 'self-signed', says: 'Nobody whom your system trusts has signed this certificate.' },
];
for (const { kind, says } of badCertificates) {
  test(`a certificate that is ${kind} is asked about before anything is sent @server`, async ({ newPerson }) => {
    const server = await startProsody({ certificate: kind });
    try {
      const juniper = newPerson('Juniper', { server });
      await juniper.start();
      await juniper.firstRun.pass(juniper.passphrase);
      await juniper.firstRun.signIn(juniper.signInWith());
      const { question } = juniper.certificate;
      await expect(question).toContainText(says);
      await expect(juniper.certificate.fact('Made out to')).toContainText(kind === 'wrong-name' ? 'elsewhere.test' : server.domain);
      await expect(juniper.certificate.fact('Signed by')).toContainText(kind === 'self-signed' ? server.domain : 'Sotto test authority');
      await expect(juniper.certificate.fact('Valid')).toContainText(/\d{4}.* to .*\d{4}/);
      expect(await juniper.certificate.sha256()).toBe(server.certificateSha256());
      await juniper.certificate.refuse();
      await expect(juniper.buddies.trouble(juniper.address)).toHaveText('You chose not to trust the certificate of the server.');
      expect(heardPassword(server)).toBe(false);
      await goesOn(juniper);
    } finally {
      await server.stop();
    }
  });
}

test('a pinned certificate that changes is refused, with both fingerprints @server', async ({ newPerson }) => {
  const server = await startProsody();
  try {
    const juniper = newPerson('Juniper', { server });
    await juniper.arrive();
    const pinned = server.certificateSha256();
    server.replaceCertificate('signed');
    const signIns = countSignIns(server);
    await server.restart();

    const { changed } = juniper.certificate;
    await expect(changed).toBeVisible({ timeout: 20_000 });
    await expect(changed).toContainText('your password was not sent');
    expect(await juniper.certificate.bothSha256()).toEqual({ pinned, now: server.certificateSha256() });
    await expect(changed.getByRole('button', { name: /Pin/ })).toHaveCount(0);
    await changed.getByRole('button', { name: 'Keep refusing' }).click();
    await expect(juniper.buddies.trouble(juniper.address)).toHaveText(
      'The server shows another certificate than the one you pinned. Sotto did not sign in.',
    );
    await goesOn(juniper);
    expect(countSignIns(server)).toBe(signIns);

    // Only by asking the server's people, and two deliberate steps, the old one is forgotten; then it is asked anew.
    await juniper.buddies.account(juniper.address).getByRole('button', { name: 'Try again now' }).click();
    await changed.getByRole('button', { name: 'Forget the old one…' }).click();
    await expect(changed.getByRole('button', { name: 'Forget the old certificate' })).toBeDisabled();
    await changed.getByRole('checkbox', { name: /the server really has a new certificate/ }).check();
    await changed.getByRole('button', { name: 'Forget the old certificate' }).click();
    await juniper.certificate.pin(server.certificateSha256());
    await juniper.buddies.online(juniper.address);

    // One that was pinned by mistake is taken back where the account is edited.
    await juniper.menus.choose('Accounts', 'Edit account…');
    const editor = juniper.page.getByRole('dialog', { name: `Edit ${juniper.address}` });
    await expect(editor.getByRole('group', { name: 'Pinned certificate' })).toContainText(server.certificateSha256().slice(0, 4).toUpperCase());
    await editor.getByRole('checkbox', { name: 'Forget it when I save' }).check();
    await editor.getByRole('button', { name: 'Save' }).click();
    await juniper.certificate.refuse();
    await expect(juniper.buddies.trouble(juniper.address)).toContainText('certificate');
  } finally {
    await server.stop();
  }
});

function countSignIns(server: Prosody): number {
  return server.wire.elements().filter(({ direction, xml }) => direction === 'in' && xml.startsWith('<auth')).length;
}

test('a server that dies and comes back finds everything as it was, and the privacy too @server', async ({ newPerson }) => {
  test.setTimeout(120_000);
  const server = await startProsody();
  try {
    const [juniper, river] = [newPerson('Juniper', { server }), newPerson('River', { server })];
    await Promise.all([juniper.arrive(), river.arrive()]);
    await befriend(juniper, river);
    await goPrivate(juniper, river);
    await juniper.conversation.say('before the storm');
    await river.conversation.expectMessage('before the storm', 'encrypted');

    await juniper.conversation.composer.fill('half a sentence, not sent');
    await server.kill();
    for (const person of [juniper, river]) {
      await expect(person.buddies.trouble(person.address)).toHaveText(/The connection to the server broke|Nothing answers at this server/);
      await expect(person.buddies.account(person.address)).toContainText(/Not connected/);
    }
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/, Offline/);
    await juniper.conversation.expectPrivacy('Unverified');
    await juniper.conversation.composer.press('Enter');
    await expect(juniper.conversation.panel.getByText('You are not connected. Sign in and try again.')).toBeVisible();
    await expect(juniper.conversation.composer).toHaveValue('half a sentence, not sent');
    await goesOn(juniper);

    await server.restart();
    await Promise.all([juniper, river].map((person) => person.buddies.online(person.address, 60_000)));
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/, Available/);
    await expect(river.buddies.row(juniper.account)).toHaveAccessibleName(/, Available/);
    await expect(juniper.conversation.composer).toHaveValue('half a sentence, not sent');
    await juniper.conversation.expectPrivacy('Unverified');
    await juniper.conversation.composer.press('Enter');
    await river.conversation.expectMessage('half a sentence, not sent', 'encrypted');
    await river.conversation.say('after the storm');
    await juniper.conversation.expectMessage('after the storm', 'encrypted');
    const wire = server.wire.elements().map(({ xml }) => xml).join('\n');
    for (const text of ['storm', 'half a sentence']) expect(wire).not.toContain(text);
  } finally {
    await server.stop();
  }
});

test('a connection that breaks is taken up again, and what was said meanwhile arrives once @server', async ({ newPerson, server }) => {
  test.setTimeout(90_000);
  const relay = await startRelay(server);
  try {
    const [juniper, river] = [newPerson('Juniper'), newPerson('River')];
    await Promise.all([juniper.arrive({ port: relay.port }), river.arrive()]);
    await befriend(juniper, river);
    await goPrivate(juniper, river);
    relay.refuse(true);
    relay.cut();
    await expect(juniper.buddies.account(juniper.address)).toContainText('Not connected');
    for (const text of ['one', 'two', 'three']) await river.conversation.say(`said meanwhile: ${text}`);
    relay.refuse(false);
    await juniper.buddies.online(juniper.address);
    await expect.poll(async () => (await juniper.conversation.messages()).map(({ text }) => text)).toEqual([
      'said meanwhile: one',
      'said meanwhile: two',
      'said meanwhile: three',
    ]);
    await juniper.conversation.say('I am back');
    await river.conversation.expectMessage('I am back', 'encrypted');
  } finally {
    await relay.stop();
  }
});

/** What signs in to a scripted server, which knows no TLS: only this very computer may be talked to like that. */
const unencrypted = { security: 'Not encrypted, this computer only', allowPlain: true } as const;

test('a server on this computer may go without TLS, after a clear warning', async ({ newLoner }) => {
  const scripted = await startScriptedServer();
  try {
    const juniper = newLoner('Juniper');
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    await juniper.firstRun.fill({ address: 'juniper@localhost', password: 'p', host: 'elsewhere.test', port: scripted.port, ...unencrypted });
    const form = juniper.firstRun.signInForm;
    await expect(form).toContainText('Nothing is encrypted between Sotto and the server, not even your password.');
    await form.getByRole('button', { name: 'Sign in' }).click();
    await expect(form).toContainText('Without encryption the server must be localhost');
    expect(scripted.heard()).toBe('');
    await form.getByRole('textbox', { name: 'Server' }).fill(scripted.host);
    await form.getByRole('button', { name: 'Sign in' }).click();
    await juniper.buddies.online('juniper@localhost');
    await juniper.menus.choose('Accounts', 'Manage accounts…');
    await expect(juniper.page.getByRole('dialog', { name: 'Accounts' })).toContainText('Connected, not encrypted (this computer only)');
  } finally {
    await scripted.stop();
  }
});

test('a buddy list that cannot be read is said, and the one from last time stays', async ({ newLoner }) => {
  const good = "<item jid='river@localhost' name='River' subscription='both'><group>Friends</group></item>";
  const scripted = await startScriptedServer({ roster: `<query xmlns='jabber:iq:roster'>${good}</query>` });
  try {
    const juniper = newLoner('Juniper');
    const address = 'juniper@localhost';
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    await juniper.firstRun.signIn({ address, password: 'p', host: scripted.host, port: scripted.port, ...unencrypted });
    await juniper.buddies.online(address);
    await expect(juniper.buddies.row('River')).toBeVisible();
    const says = /^Your server sent a buddy list that cannot be read in full\./;

    scripted.script.roster = "<rubbish xmlns='urn:nobody'><item/></rubbish>";
    await juniper.quit();
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    await expect(juniper.buddies.trouble(address)).toHaveText(says);
    await expect(juniper.buddies.row('River')).toBeVisible();
    await goesOn(juniper);

    scripted.script.roster = `<query xmlns='jabber:iq:roster'><item/><item jid='@@@'/><item jid='a@localhost' subscription='sideways'/><nonsense/>${good}<item jid='marlow@localhost' subscription='both'/></query>`;
    await juniper.buddies.statusMenu(address, 'Sign out');
    await juniper.buddies.statusMenu(address, 'Sign in');
    await expect(juniper.buddies.trouble(address)).toHaveText(says);
    await expect(juniper.buddies.row('marlow')).toBeVisible();
    await expect(juniper.buddies.row('River')).toBeVisible();
    await juniper.buddies.account(address).getByRole('button', { name: 'Dismiss' }).click();
    await expect(juniper.buddies.trouble(address)).toHaveCount(0);
  } finally {
    await scripted.stop();
  }
});

test('a stream error, broken XML and a push from a stranger are survived', async ({ newLoner }) => {
  const roster = "<query xmlns='jabber:iq:roster'><item jid='river@localhost' name='River' subscription='both'/></query>";
  const scripted = await startScriptedServer({ roster });
  try {
    const juniper = newLoner('Juniper');
    const address = 'juniper@localhost';
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    await juniper.firstRun.signIn({ address, password: 'p', host: scripted.host, port: scripted.port, ...unencrypted });
    await juniper.buddies.online(address);
    await juniper.buddies.open('River');
    await juniper.conversation.composer.fill('still writing');

    // Anybody can send something that looks like a change of the list; only the own server's counts.
    scripted.send("<iq type='set' id='p1' from='mallory@evil.test'><query xmlns='jabber:iq:roster'><item jid='mallory@evil.test' subscription='both'/></query></iq>");
    scripted.send("<iq type='set' id='p2'><query xmlns='jabber:iq:roster'><item jid='noor@localhost' name='Noor' subscription='both'/></query></iq>");
    await expect(juniper.buddies.row('Noor')).toBeVisible();
    await expect(juniper.buddies.row(/mallory/)).toHaveCount(0);

    const breaks: readonly (readonly [xml: string, says: RegExp])[] = [
      ["<stream:error><internal-server-error xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>", /^The server ended the connection because of an error\.$/],
      ['<message><body>never closed</message></stream:stream>', /^The (connection to the server broke|server ended the connection because of an error)\.$/],
    ];
    for (const [xml, says] of breaks) {
      const before = scripted.signIns();
      scripted.send(xml);
      await expect(juniper.buddies.trouble(address)).toHaveText(says);
      await expect(juniper.buddies.row('River')).toBeVisible();
      await expect(juniper.conversation.composer).toHaveValue('still writing');
      await expect.poll(() => scripted.signIns(), { timeout: 20_000 }).toBe(before + 1);
      await juniper.buddies.online(address);
    }

    // Signed in elsewhere under the same name: coming back by itself would be a fight without end.
    scripted.send("<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
    await expect(juniper.buddies.trouble(address)).toHaveText('This account signed in elsewhere under the same resource name.');
    await expect(juniper.buddies.account(address).getByRole('button', { name: 'Try again now' })).toBeVisible();
    await expect(juniper.conversation.composer).toHaveValue('still writing');
  } finally {
    await scripted.stop();
  }
});

/** Above what may come at once by so much that it is a flood on a slow machine too, which reads some 150 a second. */
const drops = 1_600;

test('a flood is said, and the window stays usable through it', async ({ newLoner }) => {
  test.setTimeout(90_000);
  const roster = "<query xmlns='jabber:iq:roster'><item jid='river@localhost' name='River' subscription='both'/><item jid='noor@localhost' name='Noor' subscription='both'/></query>";
  const scripted = await startScriptedServer({ roster });
  try {
    const juniper = newLoner('Juniper');
    const address = 'juniper@localhost';
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    await juniper.firstRun.signIn({ address, password: 'p', host: scripted.host, port: scripted.port, ...unencrypted });
    await juniper.buddies.online(address);
    await juniper.buddies.open('Noor');
    await juniper.conversation.composer.fill('kept through the flood');
    const drop = (at: number) => `<message type='chat' from='river@localhost/x' to='${address}'><body>drop ${at}</body></message>`;
    scripted.send(Array.from({ length: drops }, (_, at) => drop(at)).join(''));
    await expect(juniper.buddies.trouble(address)).toHaveText(/^The server sends far too much at once\./);
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/unread messages/);
    await goesOn(juniper);
    await expect(juniper.conversation.composer).toHaveValue('kept through the flood');
    await juniper.conversation.composer.press('Enter');
    await expect.poll(() => scripted.heard()).toContain('kept through the flood');

    // It ebbs: the last one is there too, and nothing was lost between.
    await juniper.buddies.open('River');
    await juniper.conversation.expectMessage(`drop ${drops - 1}`, 'clear');
    await expect(juniper.buddies.account(address).getByRole('button', { name: /Available/ })).toBeVisible();
    const shown = (await juniper.conversation.messages()).map(({ text }) => text);
    expect(shown).toEqual(Array.from({ length: shown.length }, (_, at) => `drop ${drops - shown.length + at}`));
  } finally {
    await scripted.stop();
  }
});
