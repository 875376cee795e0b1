import type { AccountSettings, TlsMode } from '../../../shared/views.ts';

/** What stands in the fields; texts as typed. */
export type AccountForm = {
  readonly address: string;
  readonly resource: string;
  readonly host: string;
  readonly port: string;
  readonly tls: TlsMode | '';
  readonly allowPlain: boolean;
  readonly connectAtStart: boolean;
};

export type FormProblem = 'address' | 'port' | 'loopback';

export const emptyForm: AccountForm = {
  address: '',
  resource: '',
  host: '',
  port: '',
  tls: '',
  allowPlain: false,
  connectAtStart: true,
};

export function formOf(settings: AccountSettings): AccountForm {
  return { ...settings, port: settings.port === null ? '' : String(settings.port), tls: settings.tls ?? '' };
}

/** The hosts that a connection without TLS may go to. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** The settings in the fields, or what is wrong with them. */
export function settingsOf(form: AccountForm): { readonly settings: AccountSettings } | { readonly problem: FormProblem } {
  const address = form.address.trim();
  const host = form.host.trim();
  const port = form.port.trim() === '' ? null : Number(form.port);
  if (!/^[^@\s/]+@[^@\s/]+$/u.test(address)) return { problem: 'address' };
  if (port !== null && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) return { problem: 'port' };
  if (form.tls === 'loopback-clear' && !loopback.test(host || address.slice(address.indexOf('@') + 1))) {
    return { problem: 'loopback' };
  }
  const { allowPlain, connectAtStart } = form;
  const tls = form.tls === '' ? null : form.tls;
  return { settings: { address, resource: form.resource.trim(), host, port, tls, allowPlain, connectAtStart } };
}
