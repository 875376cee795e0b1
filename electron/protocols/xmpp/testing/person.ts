import type { AccountSettings, ConnectionView } from '../../../../shared/views.ts';
import type { ProtocolSession, SessionConfig, SessionEvent } from '../../protocol.ts';
import { systemPorts, type XmppPorts } from '../ports.ts';
import { XmppSession } from '../session.ts';

type Kind = SessionEvent['kind'];
type EventOf<K extends Kind> = Extract<SessionEvent, { kind: K }>;

/** A session under test, with everything that it told and a way to wait for more. */
export type Person = {
  readonly session: ProtocolSession;
  readonly events: readonly SessionEvent[];
  /** The events of one kind, oldest first. */
  all<K extends Kind>(kind: K): EventOf<K>[];
  /**
   * Resolves with the first event of the kind that matches and that no earlier wait was given; rejects
   * with what was told instead after `timeoutMs`.
   */
  next<K extends Kind>(kind: K, matches?: (event: EventOf<K>) => boolean, timeoutMs?: number): Promise<EventOf<K>>;
  /** Resolves when the connection is in this state. */
  reaches<At extends ConnectionView['at']>(at: At, timeoutMs?: number): Promise<Extract<ConnectionView, { at: At }>>;
};

export const plainSettings: AccountSettings = {
  address: '',
  resource: '',
  host: '127.0.0.1',
  port: null,
  tls: 'starttls',
  allowPlain: false,
  connectAtStart: false,
  proxy: null,
};

/** Ports with short times, for tests; `roots` are trusted beside nothing else. */
export function testPorts(roots: readonly string[], changes: Partial<XmppPorts> = {}): XmppPorts {
  const system = systemPorts();
  const timings = { ...system.timings, secureMs: 3_000, answerMs: 5_000, requestMs: 5_000, closeMs: 200, firstRetryMs: 50, longestRetryMs: 400, stableMs: 100 };
  return { ...system, roots: () => roots, timings, ...changes };
}

export function person(config: Partial<Omit<SessionConfig, 'settings'>> & { settings: Partial<AccountSettings> }, ports: XmppPorts): Person {
  const events: SessionEvent[] = [];
  const given = new Set<SessionEvent>();
  const waiting = new Set<() => void>();
  const session = new XmppSession(
    {
      password: 'secret',
      proxyPassword: null,
      pinnedCertificate: null,
      ...config,
      settings: { ...plainSettings, ...config.settings },
    },
    (event) => {
      events.push(event);
      for (const look of [...waiting]) look();
    },
    ports,
  );
  const isOf = <K extends Kind>(kind: K, event: SessionEvent): event is EventOf<K> => event.kind === kind;
  const self: Person = {
    session,
    events,
    all: (kind) => events.filter((event) => isOf(kind, event)),
    next: (kind, matches = () => true, timeoutMs = 8_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          for (const event of events) {
            if (given.has(event) || !isOf(kind, event) || !matches(event)) continue;
            given.add(event);
            end();
            resolve(event);
            return;
          }
        };
        const timer = setTimeout(() => {
          end();
          reject(new Error(`no such ${kind} within ${timeoutMs} ms; told was ${JSON.stringify(events, null, 1)}`));
        }, timeoutMs);
        const end = () => {
          clearTimeout(timer);
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
    reaches: async (at, timeoutMs) => {
      const isAt = (view: ConnectionView): view is Extract<ConnectionView, { at: typeof at }> => view.at === at;
      const { connection } = await self.next('connection', (event) => isAt(event.connection), timeoutMs);
      if (!isAt(connection)) throw new Error('unreachable');
      return connection;
    },
  };
  return self;
}
