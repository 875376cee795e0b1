import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { copyText, openLink } from '../../store/outside.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { addressOf } from '../../text/links.ts';

/** Shows the whole of an address before it is opened outside of Sotto. */
export function OpenLinkDialog({ url, onClose }: { readonly url: string; readonly onClose: () => void }) {
  const address = addressOf(url) ?? '';
  const then = (action: typeof openLink) => () => {
    attempt(action(address));
    onClose();
  };
  return (
    <Dialog
      title={t.link.title}
      about={t.link.about}
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" className="at-start" onClick={then(copyText)}>
            {t.common.copy}
          </Button>
          <Button data-first onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button look="primary" onClick={then(openLink)}>
            {t.link.open}
          </Button>
        </>
      }
    >
      <p className="whole-link selectable">{address}</p>
    </Dialog>
  );
}
