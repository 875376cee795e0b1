import { faultCodeOf } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { Clock, Rng } from '../base/ports.ts';
import type { OtrEnv } from '../otr/index.ts';
import type { Offers, OpenRegistration, OpenSession, SessionEvent } from '../protocols/protocol.ts';
import type { Rescue, Store } from '../store/records.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { SettingsView, SharingView, Snapshot } from '../../shared/views.ts';
import { AccountService } from './account-service.ts';
import { BlockingService } from './blocking-service.ts';
import { BuddyGroups } from './buddy-groups.ts';
import { BuddyService } from './buddy-service.ts';
import { ConversationService } from './conversation-service.ts';
import { DraftService } from './draft-service.ts';
import { FingerprintService } from './fingerprint-service.ts';
import { HistoryService } from './history/history-service.ts';
import type { KeyMaker } from './key-maker.ts';
import { PersonService } from './person-service.ts';
import { PictureService } from './pictures/picture-service.ts';
import { PolicyService } from './policy-service.ts';
import type { Publisher } from './publisher.ts';
import { LabService } from './lab-service.ts';
import { BroughtNames } from './moving/brought-names.ts';
import { KeyFileService } from './moving/key-file-service.ts';
import { MovingService } from './moving/moving-service.ts';
import type { Home } from './moving/places.ts';
import { RegistrationService } from './registration-service.ts';
import { SettingsService } from './settings-service.ts';
import { TabsService } from './tabs-service.ts';
import { gather } from './transfer/gather.ts';
import type { Merged } from './transfer/merge.ts';
import { encodePayload } from './transfer/payload.ts';
import { TransferService } from './transfer/transfer-service.ts';
import { TrustService } from './trust-service.ts';

export type SottoDeps = {
  readonly clock: Clock;
  readonly random: Rng;
  readonly log: Log;
  readonly publisher: Publisher;
  readonly vault: Vault;
  readonly openStore: (key: Uint8Array) => Store;
  readonly rescue: Rescue;
  readonly openSession: OpenSession;
  readonly openRegistration: OpenRegistration;
  readonly makeKey: KeyMaker;
  readonly env: OtrEnv;
  /** What is outside of the window takes the person's preferences. */
  readonly applySettings: (settings: SettingsView) => void;
  readonly versions: Snapshot['versions'];
  readonly canSpell: boolean;
  /** Where other programs keep their files. */
  readonly home: Home;
};

/** The services that stand once the vault is open. */
export type OpenServices = {
  readonly settings: SettingsService;
  readonly tabs: TabsService;
  readonly accounts: AccountService;
  readonly buddies: BuddyService;
  readonly groups: BuddyGroups;
  readonly persons: PersonService;
  readonly pictures: PictureService;
  readonly blocking: BlockingService;
  readonly conversations: ConversationService;
  readonly drafts: DraftService;
  readonly fingerprints: FingerprintService;
  readonly lab: LabService;
  readonly keyFiles: KeyFileService;
  readonly moving: MovingService;
  readonly names: BroughtNames;
  readonly policies: PolicyService;
  readonly registration: RegistrationService;
  readonly history: HistoryService;
  readonly transfer: TransferService;
  readonly store: Store;
};

/** Builds them over an open store, and ties each to what it hears from the others. */
export function buildServices(store: Store, deps: SottoDeps): OpenServices {
  const { clock, random, log, openSession, makeKey, env } = deps;
  const { publish } = deps.publisher;
  const settings = new SettingsService(store, publish, deps.applySettings, () => accounts.offer());
  const tabs = new TabsService(store, publish);
  const lab = new LabService();
  const trust: TrustService = new TrustService(store, clock, (buddies) => {
    publish('fingerprints.changed', {});
    for (const { accountId, address } of buddies) conversations.onTrust(accountId, address);
  });
  const policies = new PolicyService({
    store,
    publish,
    onChanged: (accountId, address) => {
      drafts.recheck();
      conversations.onPolicy(accountId, address);
    },
  });
  const history: HistoryService = new HistoryService({
    store,
    clock,
    log,
    publish,
    policies,
    addressOf: (accountId) => accounts.address(accountId),
    nameOf: (accountId, address) => buddies.nameOf(accountId, address),
    onForgotten: (scope) => conversations.forget(scope),
    onChoice: () => drafts.recheck(),
  });
  const drafts: DraftService = new DraftService({ store, clock, log, keeps: (accountId, address, mark) => history.keeps(accountId, address, mark) });
  const accounts: AccountService = new AccountService({
    store,
    clock,
    random,
    log,
    publish,
    openSession,
    offers: () => offersOf(settings.view().sharing, deps.versions.sotto),
    makeKey,
    onEvent: (accountId, event) => route(accountId, event),
    onKey: (accountId) => conversations.onKey(accountId),
    beforeSignOff: (accountId) => {
      transfer.leave(accountId);
      conversations.endAll(accountId);
    },
    onDisconnected: (accountId) => buddies.connected(accountId, false),
  });
  const buddies: BuddyService = new BuddyService({
    store,
    clock,
    publish,
    online: (accountId) => accounts.online(accountId),
    ownAddress: (accountId) => accounts.address(accountId),
  });
  for (const accountId of accounts.ids()) buddies.load(accountId);
  const persons = new PersonService({ store, publish, buddies: () => buddies.views() });
  const blocking = new BlockingService({
    publish,
    online: (accountId) => accounts.online(accountId),
    ownAddress: (accountId) => accounts.address(accountId),
    beforeBlock: (accountId, address) => conversations.endWith(accountId, address),
    onBlocked: (accountId) => {
      buddies.requests.dropWhere((request) => request.accountId === accountId && blocking.isBlocked(accountId, request.address));
      conversations.endBlocked(accountId);
    },
  });
  const pictures = new PictureService({
    store,
    profiles: (accountId) => accounts.online(accountId).profiles,
    ownAddress: (accountId) => accounts.address(accountId),
    sees: (accountId, address) => buddies.sees(accountId, address),
    isNameless: (accountId, address) => buddies.isNameless(accountId, address),
    changed: (accountId, address, change) => {
      if (address === accounts.address(accountId) && change.picture !== undefined) accounts.pictured(accountId, change.picture);
      buddies.profile(accountId, address, change);
      if (change.nick !== undefined) conversations.renamed(accountId, address);
    },
  });
  const groups = new BuddyGroups({
    buddies: () => buddies.views(),
    online: (accountId) => accounts.online(accountId),
    entry: (accountId, address) => buddies.entry(accountId, address),
    update: (accountId, address, name, given) => buddies.update(accountId, address, name, given),
  });
  const names = new BroughtNames({
    store,
    log,
    isOnline: (accountId) => accounts.isOnline(accountId),
    entry: (accountId, address) => buddies.entry(accountId, address),
    update: (accountId, address, name, groups) => buddies.update(accountId, address, name, groups),
  });
  const conversations: ConversationService = new ConversationService({
    store,
    lab,
    history,
    clock,
    log,
    publish,
    env,
    accounts,
    buddies,
    trust,
    policies,
    tabs,
    sharing: () => settings.view().sharing,
    blocking,
  });
  const route = (accountId: AccountId, event: SessionEvent) => {
    if (event.kind === 'trouble') log.warn('session-trouble', { fault: event.fault });
    try {
      if (transfer.take(accountId, event)) return;
      blocking.onEvent(accountId, event);
      if (event.kind === 'subscription-request' && blocking.isBlocked(accountId, event.address)) return;
      routeToBuddies(buddies, accountId, event);
      conversations.onEvent(accountId, event);
      pictures.onEvent(accountId, event);
      if (event.kind === 'roster') void names.listed(accountId);
      else if (event.kind === 'connection') void names.use(accountId);
    } catch (thrown) {
      // A store that cannot take it, or an account that was removed meanwhile: the session goes on.
      log.error('event-failed', { event: event.kind, fault: faultCodeOf(thrown) });
    }
  };
  const fingerprints = new FingerprintService({ clock, accounts, buddies, conversations, trust });
  const moving = new MovingService({ home: deps.home, accounts, trust, policies, names, log });
  const keyFiles = new KeyFileService({ accounts, random });
  const transfer = new TransferService({
    store,
    clock,
    env,
    log,
    publish,
    accounts,
    gather: (passwords) => encodePayload(gather(store, settings.view(), passwords)),
    onMerged: (merged) => readMerged({ settings, accounts, buddies, policies, trust }, merged),
  });
  const registration = new RegistrationService(accounts, deps.openRegistration);
  return { registration, settings, drafts, history, tabs, accounts, buddies, groups, persons, pictures, blocking, conversations, lab, keyFiles, moving, names, fingerprints, policies, transfer, store };
}

/** What this device can do for others, as the person wants it. */
function offersOf({ typing, receipts, time, version }: SharingView, sotto: string): Offers {
  return { chatStates: typing, receipts, time, version: version ? sotto : null };
}

type Holders = Pick<OpenServices, 'settings' | 'accounts' | 'buddies' | 'policies'> & { readonly trust: TrustService };

/** What another device brought is in the store: whoever holds some of it reads it again. */
function readMerged({ settings, accounts, buddies, policies, trust }: Holders, { added, rekeyed, report }: Merged): void {
  if (report.preferences) settings.reread();
  policies.reread();
  for (const accountId of added) buddies.load(accountId);
  for (const accountId of [...added, ...rekeyed]) accounts.reread(accountId);
  trust.reread(accounts.ids());
}

function routeToBuddies(buddies: BuddyService, accountId: AccountId, event: SessionEvent): void {
  if (event.kind === 'connection') buddies.connected(accountId, event.connection.at === 'online');
  else if (event.kind === 'roster') buddies.replace(accountId, event.items);
  else if (event.kind === 'roster-changed') buddies.change(accountId, event.item);
  else if (event.kind === 'roster-removed') buddies.removed(accountId, event.address);
  else if (event.kind === 'presence') buddies.presence(accountId, event);
  else if (event.kind === 'subscription-request') buddies.requested(accountId, event.address, event.message);
}
