import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function accountHandlers(sotto: Sotto): HandlersOf<'accounts'> {
  const accounts = () => sotto.services().accounts;
  return {
    'accounts.add': ({ settings, password, rememberPassword, proxyPassword }) => ({
      accountId: accounts().add(settings, password, rememberPassword, proxyPassword),
    }),
    'accounts.update': ({ accountId, settings, proxyPassword, keepPassword, keepPin }) =>
      accounts().update(accountId, settings, proxyPassword, keepPassword, keepPin),
    'accounts.password': ({ accountId, password, rememberPassword }) =>
      accounts().setPassword(accountId, password, rememberPassword),
    'accounts.changePassword': ({ accountId, current, password }) => accounts().changePassword(accountId, current, password),
    'accounts.connect': ({ accountId }) => accounts().connect(accountId),
    'accounts.disconnect': ({ accountId }) => accounts().disconnect(accountId),
    'accounts.remove': ({ accountId }) => sotto.removeAccount(accountId),
    'accounts.status': ({ accountId, status }) => accounts().setStatus(accountId, status),
    'accounts.makeKey': ({ accountId }) => accounts().makeKey(accountId),
    'accounts.replaceKey': ({ accountId }) => accounts().replaceKey(accountId),
    'accounts.certificate': ({ accountId, sha256, answer }) => accounts().answerCertificate(accountId, sha256, answer),
  };
}
