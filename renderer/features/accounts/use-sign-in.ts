import { useState } from 'react';
import type { FaultCode } from '../../../shared/faults.ts';
import { addAccount } from '../../store/account-store.ts';
import { emptyForm, settingsOf, type AccountForm, type FormProblem } from './account-form.ts';

/** The state of the sign-in form; the page of the first run and the dialog share it. */
export function useSignIn(onDone: () => void) {
  const [form, setForm] = useState<AccountForm>(emptyForm);
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(true);
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [lacksPassword, setLacksPassword] = useState(false);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async () => {
    if (busy) return;
    const taken = settingsOf(form);
    setFault(null);
    setProblem('problem' in taken ? taken.problem : null);
    setLacksPassword(password === '');
    if ('problem' in taken || password === '') return;
    setBusy(true);
    const refused = await addAccount(taken.settings, password, remember, taken.proxyPassword);
    setBusy(false);
    if (refused === null) onDone();
    else setFault(refused);
  };

  const change = (part: Partial<AccountForm>) => {
    setForm((before) => ({ ...before, ...part }));
    setProblem(null);
  };

  return { form, password, remember, problem, lacksPassword: lacksPassword && password === '', fault, busy, submit, change, setPassword, setRemember };
}

export type SignIn = ReturnType<typeof useSignIn>;
