import { startProsody, type Prosody, type ProsodyOptions } from '../../../../e2e/fixtures/prosody/index.ts';
import type { AccountSettings } from '../../../../shared/views.ts';
import type { SessionConfig } from '../../protocol.ts';
import type { XmppPorts } from '../ports.ts';
import { person, testPorts, type Person } from './person.ts';
import { rawClient, type RawClient } from './raw-client.ts';

/** A real Prosody with juliet, romeo and nurse (password `secret`), and the sessions that a test opens on it. */
export type Stage = {
  readonly prosody: Prosody;
  address(name: string): string;
  /** A session that is not connected yet. */
  meet(name: string, settings?: Partial<AccountSettings>, config?: Partial<SessionConfig>, ports?: Partial<XmppPorts>): Person;
  /** A session that is online. */
  online(name: string, settings?: Partial<AccountSettings>): Promise<Person>;
  raw(name: string, resource: string): Promise<RawClient>;
  /** Signs everybody off. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

export async function openStage(options: ProsodyOptions = {}): Promise<Stage> {
  const prosody = await startProsody({ users: { juliet: 'secret', romeo: 'secret', nurse: 'secret' }, ...options });
  const closing: (() => Promise<void>)[] = [];
  const stage: Stage = {
    prosody,
    address: (name) => `${name}@${prosody.domain}`,
    meet(name, settings = {}, config = {}, ports = {}) {
      const one = person(
        { ...config, settings: { address: stage.address(name), port: prosody.port, ...settings } },
        testPorts([prosody.authority.pem], ports),
      );
      closing.push(() => one.session.disconnect());
      return one;
    },
    async online(name, settings) {
      const one = stage.meet(name, settings);
      one.session.connect();
      await one.reaches('online');
      return one;
    },
    async raw(name, resource) {
      const client = await rawClient(stage.address(name), prosody.port, resource, testPorts([prosody.authority.pem]));
      closing.push(client.close);
      return client;
    },
    async clear() {
      await Promise.all(closing.splice(0).map((close) => close()));
    },
    async close() {
      await stage.clear();
      await prosody.stop();
    },
  };
  return stage;
}
