import { Suspense, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { ErrorBoundary } from './components/ErrorBoundary.tsx';
import { useAuthenticationRequests } from './features/verify/use-requests.ts';
import { later } from './later.tsx';
import { accountStore } from './store/account-store.ts';
import { closeDialog, openDialog, returnFocus, tell, uiStore } from './store/ui-store.ts';

const OneDialog = later(async () => (await import('./OneDialog.tsx')).OneDialog);

/** The dialog that is asked for last, if any; and certificate questions as they come. */
export function Dialogs() {
  const dialogs = useStore(uiStore, (state) => state.dialogs);
  const open = dialogs.length > 0;
  useCertificateQuestions(open);
  useAuthenticationRequests(open);
  useEffect(() => (open ? returnFocus : undefined), [open]);
  const request = dialogs.at(-1);
  if (!request) return null;
  return (
    <ErrorBoundary key={dialogs.length} instead={<Failed onClose={closeDialog} />}>
      <Suspense fallback={null}>
        <OneDialog request={request} onClose={closeDialog} />
      </Suspense>
    </ErrorBoundary>
  );
}

/** Opens the dialog of each certificate question once, when no other dialog is in the way; one that comes anew, anew. */
function useCertificateQuestions(busy: boolean): void {
  const questions = useStore(accountStore, (state) => state.certificates);
  const asked = useRef<readonly string[]>([]);
  useEffect(() => {
    const keyOf = (question: (typeof questions)[number]) => `${question.accountId} ${question.certificate.sha256} ${question.reason}`;
    const open = questions.map(keyOf);
    asked.current = asked.current.filter((key) => open.includes(key));
    const next = questions.find((question) => !asked.current.includes(keyOf(question)));
    if (busy || !next) return;
    asked.current = [...asked.current, keyOf(next)];
    openDialog({ kind: 'certificate', accountId: next.accountId });
  }, [questions, busy]);
}

/** Closes the dialog that cannot be shown, and says that something went wrong. */
function Failed({ onClose }: { readonly onClose: () => void }) {
  useEffect(() => {
    tell('internal');
    onClose();
  }, [onClose]);
  return null;
}
