import * as v from 'valibot';
import { json } from './columns.ts';
import type { Db } from './database.ts';
import type { AccountRecord, Store } from './records.ts';
import { proxyKinds } from '../../shared/views.ts';

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const proxy = v.object({ kind: v.picklist(proxyKinds), host: v.string(), port, username: v.string() });

const settings = v.object({
  address: v.string(),
  resource: v.string(),
  host: v.string(),
  port: v.nullable(port),
  tls: v.nullable(v.picklist(['starttls', 'direct', 'loopback-clear'])),
  allowPlain: v.boolean(),
  connectAtStart: v.boolean(),
  /** Accounts from before there were proxies have none. */
  proxy: v.optional(v.nullable(proxy), null),
});

const status = v.object({
  show: v.picklist(['available', 'away', 'do-not-disturb', 'offline', 'invisible']),
  text: v.string(),
});

const row = v.object({
  id: v.string(),
  settings: json(settings),
  password: v.nullable(v.string()),
  pendingPassword: v.nullable(v.string()),
  proxyPassword: v.nullable(v.string()),
  status: json(status),
  pinnedCertificate: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  position: v.pipe(v.number(), v.integer()),
});

const everyAccount = `
  SELECT id, settings, password, pending_password AS pendingPassword, proxy_password AS proxyPassword, status,
    pinned_certificate AS pinnedCertificate, position
  FROM accounts ORDER BY position, id`;

// An upsert and not a REPLACE, which would delete the row first and with it all that belongs to the account.
const putAccount = `
  INSERT INTO accounts (id, settings, password, pending_password, proxy_password, status, pinned_certificate, position)
  VALUES ($id, $settings, $password, $pendingPassword, $proxyPassword, $status, $pinnedCertificate, $position)
  ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, password = excluded.password,
    pending_password = excluded.pending_password, proxy_password = excluded.proxy_password, status = excluded.status, pinned_certificate = excluded.pinned_certificate, position = excluded.position`;

/** Accounts with their settings, in the order of the list. Removing one removes all that belongs to it. */
export function accountsOf(db: Db): Store['accounts'] {
  return {
    list: () => db.all(row, everyAccount),
    put(record: AccountRecord) {
      db.run(putAccount, {
        id: record.id,
        settings: JSON.stringify(record.settings),
        password: record.password,
        pendingPassword: record.pendingPassword,
        proxyPassword: record.proxyPassword,
        status: JSON.stringify(record.status),
        pinnedCertificate: record.pinnedCertificate,
        position: record.position,
      });
    },
    remove(id) {
      db.transaction(() => db.run('DELETE FROM accounts WHERE id = $id', { id }));
    },
  };
}
