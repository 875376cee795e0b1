import type { OpenRegistration, OpenSession } from '../protocol.ts';
import { systemPorts } from './ports.ts';
import { XmppRegistration } from './registration.ts';
import { XmppSession } from './session.ts';

/**
 * Opens a session for one account on its XMPP server. Nothing happens before `connect`.
 *
 * What stays the same in all its states: no password and no stanza goes to a server that has not proved its
 * certificate, and nothing that comes from the network throws. README.md says which document is in which file.
 */
export const openXmppSession: OpenSession = (config, listener) => new XmppSession(config, listener, systemPorts());

/** Opens a connection over which a server can be asked to make an account, under the same rules. */
export const openXmppRegistration: OpenRegistration = (config) => new XmppRegistration(config, systemPorts());
