import { fillProxy } from '../pages/first-run.ts';
import { meet, nameOf } from '../fixtures/meeting.ts';
import { startProxy } from '../fixtures/proxies.ts';
import { expect, test } from '../fixtures/test.ts';

const user = { username: 'mercutio', password: 'queen-mab' };
const tag = { tag: '@server' };

test('an account behind a proxy: signs in, talks, waits for the proxy when it dies, and never goes without', tag, async ({ newPerson, server }) => {
  const socks = await startProxy('socks5', user);
  const http = await startProxy('http-connect');
  const juniper = newPerson('Juniper');
  const via = { kind: 'SOCKS5 (such as Tor)', host: socks.host, port: socks.port, user: user.username };
  try {
    await juniper.start();
    await juniper.firstRun.pass(juniper.passphrase);
    // The server by a name, which is the proxy's to look up.
    await juniper.firstRun.signIn(juniper.signInWith({ host: 'localhost', proxy: { ...via, password: 'wrong' } }));
    await expect(juniper.buddies.trouble(juniper.address)).toHaveText(/^The proxy refused the user or the password/);
    await juniper.buddies.account(juniper.address).getByRole('button', { name: 'Edit account…' }).click();
    const editor = juniper.page.getByRole('dialog', { name: `Edit ${juniper.address}` });
    await expect(editor.getByText('A password is kept. Leave this empty to go on with it.')).toHaveCount(2);
    await expect(editor.getByRole('textbox', { name: 'Proxy password' })).toHaveValue('');
    await editor.getByRole('textbox', { name: 'Proxy password' }).fill(user.password);
    await editor.getByRole('button', { name: 'Save' }).click();
    await juniper.certificate.pin(server.certificateSha256());
    await juniper.buddies.online(juniper.address);
    const peer = await meet(juniper, server);
    await juniper.conversation.say('Through thick and thin');
    await peer.until('the line', () => peer.heard.includes('Through thick and thin'));

    await socks.kill();
    await expect(juniper.buddies.trouble(juniper.address)).toHaveText(/^The proxy of this account cannot be reached/);
    await socks.restart();
    await juniper.buddies.account(juniper.address).getByRole('button', { name: 'Try again now' }).click();
    await juniper.buddies.online(juniper.address);
    peer.says('Still here');
    await expect(juniper.conversation.message('Still here')).toBeVisible();

    // Another proxy, of the other kind, with nobody to sign in there.
    await juniper.menus.choose('Accounts', 'Edit account…');
    await fillProxy(editor, { kind: 'HTTP CONNECT', host: http.host, port: http.port, user: '' });
    await editor.getByRole('button', { name: 'Save' }).click();
    await expect(editor).toBeHidden();
    await socks.kill();
    await juniper.buddies.online(juniper.address);
    await expect(juniper.buddies.row(nameOf(peer))).toHaveAccessibleName(/, Available/);
    expect(juniper.output()).not.toContain(user.password);
    peer.close();
  } finally {
    await socks.stop();
    await http.stop();
  }
});
