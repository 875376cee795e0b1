/**
 * The port to a chat network: connect, send, roster, presence, events.
 *
 * A `ProtocolSession` is one account on one network. It owns its socket, its reconnection and its timers,
 * and knows nothing of OTR beyond carrying its text as the network's rules for OTR ask. Everything that
 * the network says arrives through one listener, in order; hostile stanzas never throw out of it.
 */
import type { AccountSettings, BuddyView, CertificateView, ConnectionView, OwnStatus, RegistrationAnswer, Show } from '../../shared/views.ts';
import type { FaultCode } from '../../shared/faults.ts';

export type SessionConfig = {
  readonly settings: AccountSettings;
  readonly password: string;
  /** Of the account's proxy; `null` where it has none. */
  readonly proxyPassword: string | null;
  /** SHA-256 of the certificate that the person pinned, 64 lower-case hex digits. */
  readonly pinnedCertificate: string | null;
};

export type RosterItem = Pick<BuddyView, 'address' | 'groups' | 'subscription' | 'asked'> & {
  /** Empty when the person gave none. */
  readonly name: string;
};

/** What somebody does who writes, or does not. */
export type ChatState = 'active' | 'composing' | 'paused' | 'inactive' | 'gone';

/** What a device of a buddy's can do of what Sotto asks for. */
export type PeerFeature = 'chat-states' | 'receipts' | 'corrections';

/** What others are told that this device can do, and get when they ask; those alone who see our presence. */
export type Offers = {
  readonly chatStates: boolean;
  readonly receipts: boolean;
  /** Our time and its zone. */
  readonly time: boolean;
  /** Our program's name and this version; `null` for neither. */
  readonly version: string | null;
};

/** How a message came here. Only `direct` ones may reach the OTR engine. */
export type Route = 'direct' | 'carbon-received' | 'carbon-sent' | 'archived' | 'delayed';

export type IncomingMessage = {
  readonly route: Route;
  /** The peer's bare address (for `carbon-sent`: whom we wrote to). */
  readonly address: string;
  readonly resource: string | null;
  readonly text: string;
  readonly stanzaId: string | null;
  /** They ask to be told that it arrived, and it has an id to tell that by. Never for copies and archived ones. */
  readonly wantsReceipt: boolean;
  /** It takes the place of the message that had this id. */
  readonly replaces: string | null;
  /** When it was written, where a delay says so. */
  readonly atMs: number;
};

export type SessionEvent =
  | { readonly kind: 'connection'; readonly connection: ConnectionView }
  /** The system does not trust this certificate, or the pinned one changed; the connection was given up. */
  | {
      readonly kind: 'certificate';
      readonly host: string;
      readonly reason: Extract<
        FaultCode,
        'certificate-untrusted' | 'certificate-expired' | 'certificate-wrong-name' | 'certificate-pin-changed'
      >;
      readonly certificate: CertificateView;
      readonly pinnedSha256: string | null;
    }
  /** The whole roster, after sign-in. */
  | { readonly kind: 'roster'; readonly items: readonly RosterItem[] }
  | { readonly kind: 'roster-changed'; readonly item: RosterItem }
  | { readonly kind: 'roster-removed'; readonly address: string }
  | {
      readonly kind: 'presence';
      readonly address: string;
      readonly resource: string;
      readonly show: Show;
      readonly text: string;
      readonly priority: number;
      /** Its program takes what comes in a private conversation for HTML, as libpurple's do. */
      readonly showsHtml: boolean;
    }
  | { readonly kind: 'subscription-request'; readonly address: string; readonly message: string }
  /** Who is blocked on the server, after sign-in; `null`: it cannot block. */
  | { readonly kind: 'blocklist'; readonly addresses: readonly string[] | null }
  /** Here or on another device. Addresses can be those of whole servers and of single devices. */
  | { readonly kind: 'blocking-changed'; readonly isBlocked: boolean; readonly addresses: readonly string[] }
  /**
   * Which picture somebody has: the SHA-1 of its bytes, 40 lower-case hex digits; `null`: none. `from`: whether their account
   * keeps it (XEP-0084) or their card (XEP-0153).
   */
  | { readonly kind: 'picture'; readonly address: string; readonly hash: string | null; readonly from: 'account' | 'card' }
  /** What somebody calls themselves; empty where they say nothing. */
  | { readonly kind: 'nick'; readonly address: string; readonly nick: string }
  | { readonly kind: 'message'; readonly message: IncomingMessage }
  /** The server has it (XEP-0198), or an error came back on it. `id` is what `send` was given. */
  | { readonly kind: 'delivered-to-server'; readonly id: string }
  /** The one whom it went to says that it arrived. Nobody vouches for that. */
  | { readonly kind: 'received-by-buddy'; readonly id: string; readonly address: string }
  /** Somebody says that something arrived which this session did not send, as one before it may have. */
  | { readonly kind: 'received-earlier'; readonly id: string; readonly address: string }
  /** What a buddy does who writes to us. Nobody vouches for that either. */
  | { readonly kind: 'chat-state'; readonly address: string; readonly resource: string; readonly state: ChatState }
  /** What a device can do; told after its presence, once it is known. */
  | { readonly kind: 'features'; readonly address: string; readonly resource: string; readonly features: readonly PeerFeature[] }
  | { readonly kind: 'delivery-failed'; readonly id: string; readonly address: string; readonly fault: FaultCode }
  /** Something was wrong with what the server sent; the session goes on. */
  | { readonly kind: 'trouble'; readonly fault: FaultCode };

export type OutgoingMessage = {
  /**
   * Random, so that nobody can guess it: the id on the wire too. Comes back in `delivered-to-server`, `received-by-buddy`
   * and `delivery-failed`. A line that is sent anew, as it cannot be known to have arrived, has the one that it had.
   */
  readonly id: string;
  /** The bare address. */
  readonly address: string;
  /** The device, once known; `null` sends to the bare address. */
  readonly resource: string | null;
  readonly text: string;
  /** OTR text carries the hints of XEP-0334, carbons' private element and EME; clear text does not. */
  readonly otr: boolean;
  /** What goes along outside of the text, for the server and everybody on the way to see. */
  readonly beside?: {
    /** Asks to be told that it arrived. */
    readonly wantsReceipt: boolean;
    /** Tells that chat states are understood here. */
    readonly isActive: boolean;
    /** The id of a message of ours that it takes the place of. */
    readonly replaces: string | null;
  };
};

/** Somebody, or with `resource` one of their devices. */
export type Recipient = Pick<OutgoingMessage, 'address' | 'resource' | 'otr'>;

/** A picture whose bytes were checked (`checkPicture`); sizes in pixels. */
export type Picture = { readonly bytes: Uint8Array; readonly type: string; readonly width: number; readonly height: number };

/**
 * Pictures and names, as accounts keep them. Bytes are bounded (`limits.pictureBytes`) and otherwise unchecked. All of it
 * throws `Fault`: those of a connection.
 */
export interface Profiles {
  /** The hash of an account's picture, `null` where it keeps none or does not say. */
  lookUp(address: string): Promise<string | null>;
  fetch(address: string, hash: string): Promise<Uint8Array | null>;
  /** The name and the picture in somebody's card (XEP-0054). */
  fetchCard(address: string): Promise<{ readonly nick: string; readonly bytes: Uint8Array | null }>;
  /** Shows our picture to our buddies, or none any more. Throws `pictures-unsupported` too. */
  publish(picture: Picture | null): Promise<void>;
}

export interface ProtocolSession {
  readonly profiles: Profiles;
  /** Starts connecting; comes back at once, and reports through the listener. */
  connect(): void;
  /** Signs off and closes; resolves when the socket is closed. No reconnection follows. */
  disconnect(): Promise<void>;
  /** Sends presence now, and again after every reconnection. */
  setStatus(status: OwnStatus): void;
  /**
   * Sends a message, or throws a `Fault` (`not-connected`) when there is no session. Messages that the server did
   * not acknowledge when the session is lost and cannot be resumed come back as `delivery-failed`.
   */
  send(message: OutgoingMessage): void;
  /** Sends what we do, and nothing else; it is kept nowhere. Throws `Fault` (`not-connected`). */
  sendChatState(to: Recipient, state: ChatState): void;
  /** Tells a device that its message with this id arrived. Throws `Fault` (`not-connected`). */
  sendReceipt(to: Recipient, stanzaId: string): void;
  /** Says from now on what this device can do; nothing until it is called. */
  offer(offers: Offers): void;
  /** Adds or changes a roster item; resolves when the server has it. Throws `Fault`. */
  setRosterItem(item: Pick<RosterItem, 'address' | 'name' | 'groups'>): Promise<void>;
  /** Removes it, with the subscriptions of both directions. Throws `Fault`. */
  removeRosterItem(address: string): Promise<void>;
  requestSubscription(address: string, message: string): void;
  approveSubscription(address: string): void;
  denySubscription(address: string): void;
  /** We no longer want to see when they are there; whether they see us stays. */
  cancelSubscription(address: string): void;
  /** Has the server turn away all that an address sends to us and we to it, or let it through again. Throws `Fault` (`blocking-unsupported`). */
  setBlocked(address: string, isBlocked: boolean): Promise<void>;
  /**
   * Has the server take another password, which the session signs in with from then on. Throws `Fault`: what the server
   * did not like; or `connection-lost`, `connection-timeout`, `not-connected`, after which nobody knows which one it has.
   */
  changePassword(password: string): Promise<void>;
}

/** One try to make an account on a server, before there is one to sign in with. */
export interface AccountRegistration {
  /**
   * Asks for the form. The connection stays open for `submit`, for ten minutes at the most. Throws `Fault`: those of a
   * connection, `registration-closed`, `registration-unreadable`, `server-busy`.
   */
  ask(): Promise<RegistrationAnswer>;
  /**
   * Sends the form; resolves when the account is made. Values of fields that the form does not have are left out.
   * Throws `Fault`: those of a connection, or what the server did not like, after which it can be sent again.
   */
  submit(values: ReadonlyMap<string, string>): Promise<void>;
  close(): void;
}

/** The settings' address says the server; its local part does not count. */
export type OpenRegistration = (config: Omit<SessionConfig, 'password'>) => AccountRegistration;

export type OpenSession = (config: SessionConfig, listener: (event: SessionEvent) => void) => ProtocolSession;
