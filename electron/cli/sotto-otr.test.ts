import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, type Command } from './testing/command.ts';

let command: Command;

beforeAll(async () => {
  command = await buildCommand();
});

afterAll(() => {
  command.remove();
});

describe('sotto-otr on plain Node', () => {
  it('lists its commands when asked, and when it is asked for none or an unknown one', async () => {
    const help = await command.run(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const name of ['peer', 'keygen', 'fingerprint', 'parse', 'sesskeys', 'mackey', 'readforge', 'modify', 'remac']) {
      expect(help.out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
    expect(await command.run([])).toMatchObject({ code: 1, out: '' });
    const unknown = await command.run(['forge']);
    expect(unknown).toMatchObject({ code: 1, out: '' });
    expect(unknown.err).toMatch(/^There is no command forge\.\nUsage: sotto-otr COMMAND/);
  });

  it('says what is wrong with an argument, and how it is called', async () => {
    const wrong = await command.run(['mackey', '00']);
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toMatch(/^The AES key must be 32 hex chars long\.\nUsage: sotto-otr mackey aes_key\n/);
  });

  it('answers the first message while its input is still open', async () => {
    const child = command.start(['readforge', '00'.repeat(16)]);
    child.stdin.on('error', () => {});
    child.stdin.write('?OTR:AAMD.');
    const [said] = (await once(child.stderr, 'data')) as [Buffer];
    expect(said.toString()).toBe('Invalid OTR Data Message found on stdin.\n');
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
  });

  it('shows each message as it comes', async () => {
    const child = command.start(['parse']);
    for (const [sent, shown] of [['?OTR:one.', 'Unrecognized OTR message:\n\t?OTR:one.\n\n'], ['?OTR:AAMK.', 'Invalid D-H Key Message\n\n']]) {
      child.stdin.write(sent);
      const [bytes] = (await once(child.stdout, 'data')) as [Buffer];
      expect(bytes.toString()).toBe(shown);
    }
    child.stdin.end();
    expect((await once(child, 'close'))[0]).toBe(0);
  });

  it('shows ten thousand messages through a pipe', async () => {
    const { out, code } = await command.run(['parse'], '?OTR:AAMC. and '.repeat(10_000));
    expect(code).toBe(0);
    expect(out).toBe('Invalid D-H Commit Message\n\n'.repeat(10_000));
  });

  it('refuses a message of more than 64 MiB', async () => {
    const { err, code } = await command.run(['parse'], `?OTR:${'A'.repeat(64 * 1024 * 1024)}.`);
    expect(code).toBe(1);
    expect(err).toBe('A message is longer than 67108864 bytes.\n');
  });
});
