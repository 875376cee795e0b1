import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../fixtures/test.ts';
import { befriend } from '../pages/person.ts';

/** Fills a small file system to the last byte; gives what takes it back. */
function fill(folder: string): () => void {
  const file = join(folder, 'ballast');
  const handle = openSync(file, 'w');
  for (const size of [1 << 20, 1 << 12, 1]) {
    try {
      for (;;) writeSync(handle, Buffer.alloc(size, 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(handle);
  expect(statfsSync(folder).bavail).toBe(0);
  return () => rmSync(file);
}

test('a full disk: what is said goes through, what is not kept is told, and nothing that was kept is lost @server', async ({ newPerson }) => {
  test.skip(process.getuid?.() !== 0, 'only root can mount a small file system');
  test.setTimeout(120_000);
  const [juniper, river] = [newPerson('Juniper'), newPerson('River')];
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m,mode=0700', 'sotto-test', juniper.profile]);
  expect(mounted.status, String(mounted.stderr)).toBe(0);
  try {
    await Promise.all([juniper.arrive(), river.arrive()]);
    await befriend(juniper, river);
    await juniper.buddies.open('River');
    await river.buddies.open(juniper.account);
    await juniper.conversation.say('while there was room');
    await river.conversation.expectMessage('while there was room', 'clear');
    const unwritten = juniper.page.getByRole('alert').filter({ hasText: 'What is said now is shown but not kept' });
    await expect(unwritten).toHaveCount(0);

    const makeRoom = fill(juniper.profile);
    await test.step('lines go out and come in, and one place says that they are not kept', async () => {
      await juniper.conversation.say('said on a full disk');
      await river.conversation.expectMessage('said on a full disk', 'clear');
      await expect(unwritten).toContainText('Check that there is room.');
      await river.conversation.say('heard on a full disk');
      await juniper.conversation.expectMessage('heard on a full disk', 'clear');
      await expect(juniper.page.getByRole('dialog')).toHaveCount(0);
    });

    await test.step('what cannot be saved says so, and stays as it was', async () => {
      await juniper.buddies.rowMenu('River', 'Name, groups and notes…');
      const dialog = juniper.page.getByRole('dialog', { name: 'Name, groups and notes' });
      await dialog.getByRole('textbox', { name: 'Notes' }).fill('x'.repeat(2_000));
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(juniper.page.getByRole('alert').filter({ hasText: 'Could not write to the disk.' })).toBeVisible();
      await juniper.page.keyboard.press('Escape');
    });

    await test.step('with room again all goes on, and the notice goes', async () => {
      makeRoom();
      await juniper.conversation.say('there is room again');
      await expect(unwritten).toHaveCount(0);
      await river.conversation.expectMessage('there is room again', 'clear');
    });

    await test.step('after a restart everything that was kept is there', async () => {
      await juniper.restart();
      const texts = async () => (await juniper.conversation.messages()).map(({ text }) => text);
      await expect.poll(texts).toEqual(['while there was room', 'there is room again']);
    });
  } finally {
    await juniper.quit().catch(() => juniper.kill());
    spawnSync('umount', [juniper.profile]);
  }
});
