import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProsody, type Prosody } from '../../e2e/fixtures/prosody/index.ts';
import { scriptedServer, type ScriptedServer, type Talk } from '../protocols/xmpp/testing/scripted-server.ts';
import { befriend, goPrivate, Person } from './testing/person.ts';

/* One account's trouble never touches another: juniper has one on a real server, and one on a server that breaks every rule. */

let server: Prosody;
let hostile: ScriptedServer | null = null;
let juniper: Person;
let rowan: Person;
beforeEach(async () => {
  server = await startProsody({ users: { juniper: 'juniper-password', rowan: 'rowan-password' } });
  juniper = new Person('juniper', server);
  rowan = new Person('rowan', server);
});
afterEach(async () => {
  await juniper.remove();
  await rowan.remove();
  await hostile?.stop();
  await server.stop();
});

const view = (accountId: string) => juniper.services.accounts.views().find(({ id }) => id === accountId);

/** The second account, signed in on a server that goes on with `script` each time. */
async function addHostile(script: (talk: Talk) => Promise<void>): Promise<string> {
  hostile = await scriptedServer(async (talk) => {
    await talk.signIn();
    await talk.load();
    await script(talk);
    await talk.hears(/never/);
  });
  const settings = {
    address: 'juliet@sotto.test', resource: '', host: '127.0.0.1', port: hostile.port, tls: 'starttls', allowPlain: false, connectAtStart: false, proxy: null,
  } as const;
  const accountId = juniper.services.accounts.add(settings, 'secret', false);
  const question = await juniper.until('its certificate', () => juniper.snapshot().certificates.find((one) => one.accountId === accountId));
  await juniper.services.accounts.answerCertificate(accountId, question.certificate.sha256, 'pin');
  return accountId;
}

/** A line each way in the private conversation of the good account. */
async function talkOn(round: number): Promise<void> {
  for (const [from, to] of [[juniper, rowan], [rowan, juniper]] as const) {
    const text = `${from.name} ${round}`;
    from.services.conversations.send(from.idOf(to), text, 'unverified');
    await to.until(text, () => to.messages(from).find((item) => item.text === text && item.mark === 'encrypted'));
  }
}

test('a server that lies about the buddies of another account reaches nothing of it', async () => {
  await Promise.all([juniper.signIn(), rowan.signIn()]);
  await befriend(juniper, rowan);
  await goPrivate(juniper, rowan);
  const good = juniper.accountId;
  const from = "from='rowan@sotto.test/desk' to='juliet@sotto.test/balcony'";
  const bad = await addHostile(async (talk) => {
    talk.say(`<presence ${from} type='unavailable'/>`);
    talk.say(`<message ${from} type='chat'><body>in the name of rowan</body></message>`);
    for (const text of ['?OTR:AAMDgarbage.', '?OTR Error: again', '?OTRv23?', '?OTR,1,2,x,']) talk.say(`<message ${from} type='chat'><body>${text}</body></message>`);
    talk.say("<iq type='set' id='r' to='juliet@sotto.test/balcony'><query xmlns='jabber:iq:roster'><item jid='rowan@sotto.test' subscription='remove'/></query></iq>");
    talk.say(`<message ${from} type='chat'><body>the last word</body></message>`);
  });
  await juniper.until('what it says', () => juniper.snapshot().timelines[`${bad}/rowan@sotto.test`]?.some((item) => item.kind === 'message' && item.text === 'the last word'));
  await talkOn(1);
  const [conversation] = juniper.snapshot().conversations.filter(({ accountId }) => accountId === good);
  expect(conversation).toMatchObject({ address: rowan.address, privacy: 'unverified' });
  expect(JSON.stringify(juniper.snapshot().timelines[`${good}/${rowan.address}`])).not.toMatch(/in the name of rowan|the last word/);
  expect(juniper.snapshot().buddies.find(({ accountId, address }) => accountId === good && address === rowan.address)).toMatchObject({ subscription: 'both', show: 'available' });
  expect(juniper.services.store.fingerprints.list(bad)).toEqual([]);
});

test('a flood, broken XML and a connection that ends again and again leave another account online and quick', async () => {
  await Promise.all([juniper.signIn(), rowan.signIn()]);
  await befriend(juniper, rowan);
  await goPrivate(juniper, rowan);
  const good = juniper.accountId;
  let turns = 0;
  const bad = await addHostile(async (talk) => {
    turns += 1;
    talk.say("<message from='x@sotto.test/y' type='chat'><body>flood</body></message>".repeat(900));
    talk.say(turns % 2 === 0 ? '</nonsense>' : '<a>'.repeat(500));
  });
  const seen = new Set<string>();
  for (let round = 0; round < 10; round += 1) {
    await talkOn(round);
    seen.add(view(good)?.connection.at ?? '');
  }
  await juniper.until('a third try of the other', () => turns >= 3);
  expect([...seen]).toEqual(['online']);
  expect(view(good)).toMatchObject({ connection: { at: 'online' }, trouble: null });

  // Removed, it takes nothing of the other along.
  await juniper.sotto.removeAccount(bad);
  await talkOn(99);
  expect(juniper.services.store.accounts.list().map(({ id }) => id)).toEqual([good]);
  expect(juniper.services.store.fingerprints.list(good)).toHaveLength(1);
  expect(juniper.services.store.keys.get(good)).not.toBeNull();
  expect(juniper.services.store.keys.get(bad)).toBeNull();
});
