import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { t } from '../../strings/index.ts';
import { SignInFields } from './SignInFields.tsx';
import { useSignIn } from './use-sign-in.ts';

export function AddAccountDialog({ onClose }: { readonly onClose: () => void }) {
  const signIn = useSignIn(onClose);
  return (
    <Dialog
      title={t.accounts.addTitle}
      about={t.signIn.about}
      onClose={onClose}
      onSubmit={() => void signIn.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={signIn.busy}>
            {signIn.busy ? t.signIn.signingIn : t.signIn.signIn}
          </Button>
        </>
      }
    >
      <SignInFields signIn={signIn} />
    </Dialog>
  );
}
