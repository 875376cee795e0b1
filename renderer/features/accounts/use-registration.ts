import { useState } from 'react';
import type { FaultCode } from '../../../shared/faults.ts';
import type { RegistrationAnswer } from '../../../shared/views.ts';
import { askForForm, cancelRegistration, sendForm } from '../../store/registration.ts';
import { emptyForm, settingsOf, type AccountForm, type FormProblem } from './account-form.ts';

/** Faults after which the same form can be sent again; after any other the server is asked anew. */
const healable: readonly FaultCode[] = [
  'registration-name-taken',
  'registration-name-invalid',
  'registration-incomplete',
  'registration-refused',
  'server-busy',
  'account-exists',
];

/** The state of making an account: the server, maybe its certificate, then its form. */
export function useRegistration(onDone: () => void) {
  const [server, setServer] = useState('');
  const [form, setForm] = useState<AccountForm>(emptyForm);
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<RegistrationAnswer | null>(null);
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const [remember, setRemember] = useState(true);
  const [asked, setAsked] = useState(false);

  const ask = async (pinned: string | null) => {
    if (busy) return;
    const taken = settingsOf({ ...form, address: `new@${server.trim()}` });
    setFault(null);
    if ('problem' in taken) return setProblem(taken.problem);
    setBusy(true);
    const told = await askForForm(taken.settings, taken.proxyPassword, pinned);
    setBusy(false);
    setAsked(false);
    if ('fault' in told) {
      setAnswer(null);
      return setFault(told.fault);
    }
    setAnswer(told.value);
    if (told.value.at === 'form') setValues(new Map(told.value.form.fields.map(({ name, value }) => [name, value])));
  };

  const missing = (name: string, required: boolean) => asked && required && (values.get(name) ?? '').trim() === '';

  const submit = async () => {
    if (busy || answer?.at !== 'form') return;
    setAsked(true);
    setFault(null);
    const { fields } = answer.form;
    if (fields.some(({ name, kind, required }) => required && kind !== 'words' && (values.get(name) ?? '').trim() === '')) return;
    const filled = fields.flatMap(({ name, kind }) => (kind === 'words' ? [] : [[name, values.get(name) ?? ''] as const]));
    setBusy(true);
    const refused = await sendForm(new Map(filled), remember);
    setBusy(false);
    if (refused === null) return onDone();
    if (!healable.includes(refused)) back();
    setFault(refused);
  };

  /** Back to the server; its connection is given up. */
  const back = () => {
    void cancelRegistration();
    setAnswer(null);
    setFault(null);
  };
  const change = (part: Partial<AccountForm>) => {
    setForm((before) => ({ ...before, ...part }));
    setProblem(null);
  };
  const changeServer = (text: string) => {
    setServer(text);
    setProblem(null);
  };
  const fill = (name: string, value: string) => setValues((before) => new Map([...before, [name, value]]));

  return { server, form, problem, fault, busy, answer, values, remember, ask, submit, back, change, changeServer, fill, missing, setRemember };
}

export type Registration = ReturnType<typeof useRegistration>;
