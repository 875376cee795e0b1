import type { Sotto } from '../../services/sotto.ts';
import type { HandlersOf } from '../serve.ts';

export function registrationHandlers(sotto: Sotto): HandlersOf<'registration'> {
  const registration = () => sotto.services().registration;
  return {
    'registration.ask': ({ settings, proxyPassword, pinned }) => registration().ask(settings, proxyPassword, pinned),
    'registration.submit': ({ values, rememberPassword }) => registration().submit(values, rememberPassword),
    'registration.cancel': () => registration().cancel(),
  };
}
