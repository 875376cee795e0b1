/**
 * Moves in from each of the folders that it is given, in a process of its own, with a restart after each. Says what came
 * of it as a line of JSON: the report, and which accounts the store then holds, each with its fingerprints
 * and privacy settings, and the own key of the first.
 */
import { Scripted } from '../../testing/scripted.ts';

const juniper = await Scripted.open();
await juniper.keyReady();
say([]);
for (const folder of process.argv.slice(2)) {
  const { moving } = juniper.services;
  const [finding] = moving.choose(folder);
  const addresses = finding?.accounts.map(({ address }) => address) ?? [];
  const moved = await moving.bringIn(finding?.id ?? '', { addresses, replaceKeys: true, passphrase: null });
  const [before, running] = [held(), shown()];
  await juniper.restart();
  if (held() !== before || shown() !== running) throw new Error('the restart shows something else');
  say(moved);
}
await juniper.close();

/** What the store has. */
function held(): string {
  const { store } = juniper.services;
  return store.accounts
    .list()
    .map(({ id, settings }) => `${settings.address} ${store.fingerprints.list(id).length} ${store.policies.list(id).length}`)
    .join();
}

/** What the window sees of it; the key of a new account is still being made. */
function shown(): string {
  const { accounts, fingerprints, policies } = juniper.services;
  const addresses = accounts.views().map(({ settings }) => settings.address);
  return JSON.stringify([addresses, accounts.fingerprint(juniper.accountId), fingerprints.list(), policies.views()]);
}

function say(moved: unknown): void {
  const own = juniper.services.accounts.fingerprint(juniper.accountId);
  process.stdout.write(`${JSON.stringify({ moved, held: held(), own })}\n`);
}
