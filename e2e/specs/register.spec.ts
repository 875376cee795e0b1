import { startProsody } from '../fixtures/prosody/index.ts';
import { expect, test } from '../fixtures/test.ts';

test('an account is made by the form of its server, and its password changed', { tag: '@server' }, async ({ newPerson }) => {
  const server = await startProsody({ registration: true });
  try {
    const fern = newPerson('Fern', { server });
    await fern.start();
    await fern.firstRun.pass(fern.passphrase);
    await fern.page.getByRole('button', { name: /^Create an account/ }).click();
    const dialog = fern.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Server' }).fill(server.domain);
    await dialog.getByRole('button', { name: 'More options' }).click();
    await dialog.getByRole('textbox', { name: 'Server' }).last().fill(server.host);
    await dialog.getByRole('textbox', { name: 'Port' }).fill(String(server.port));
    await dialog.getByRole('button', { name: 'Ask the server' }).click();
    await fern.certificate.pin(server.certificateSha256());

    const form = fern.page.getByRole('dialog', { name: `Create an account on ${server.domain}` });
    await expect(form.getByText('Choose a username and password for use with this service.')).toBeVisible();
    await form.getByRole('textbox', { name: 'User name' }).fill(fern.account);
    await form.getByRole('textbox', { name: 'Password' }).fill('moss and stone');
    await form.getByRole('button', { name: 'Create account' }).click();
    await expect(form.getByRole('alert')).toHaveText('Somebody has this name already. Choose another.');
    await form.getByRole('textbox', { name: 'User name' }).fill('Bracken');
    await form.getByRole('button', { name: 'Create account' }).click();
    const address = `bracken@${server.domain}`;
    await fern.buddies.online(address);

    await fern.menus.choose('Accounts', 'Change password…');
    const change = fern.page.getByRole('dialog', { name: 'Change the password' });
    await change.getByRole('textbox', { name: 'Current password' }).fill('moss and sand');
    for (const name of ['New password', 'New password again']) await change.getByRole('textbox', { name, exact: true }).fill('lichen');
    await change.getByRole('button', { name: 'Change password' }).click();
    await expect(change.getByRole('alert')).toHaveText(/^That is not the password of this account/);
    await change.getByRole('textbox', { name: 'Current password' }).fill('moss and stone');
    await change.getByRole('button', { name: 'Change password' }).click();
    await expect(change).toBeHidden();

    // The new one is what is kept, and what the server takes.
    await fern.quit();
    await fern.start();
    await fern.firstRun.pass(fern.passphrase);
    await fern.buddies.online(address);
    expect(server.wire.elements().some(({ xml }) => xml.startsWith('<failure'))).toBe(false);
  } finally {
    await server.stop();
  }
});
