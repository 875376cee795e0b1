import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Emblem } from '../../components/Emblem.tsx';
import { appStore } from '../../store/app-store.ts';
import { t } from '../../strings/index.ts';
import './preferences.css';

export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const { sotto, runtime } = useStore(appStore, (state) => state.versions);
  return (
    <Dialog
      title={t.about.title}
      width="narrow"
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {t.common.close}
        </Button>
      }
    >
      <div className="about">
        <Emblem size={48} />
        <div>
          <p>{t.about.what}</p>
          <p className="muted selectable">
            {t.about.version(sotto)}
            <br />
            {runtime}
          </p>
          <p className="muted">{t.about.licence}</p>
        </div>
      </div>
    </Dialog>
  );
}
