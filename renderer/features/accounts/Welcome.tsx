import { ChevronLeft, ChevronRight, FolderInput, KeyRound, UserPlus, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Emblem } from '../../components/Emblem.tsx';
import { openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { SignInFields } from './SignInFields.tsx';
import { useSignIn } from './use-sign-in.ts';
import './welcome.css';

/** What a person sees before there is an account: the ways to begin, then the form of the chosen one. */
export function Welcome() {
  const [door, setDoor] = useState<'none' | 'sign-in'>('none');
  return (
    <main className="welcome">
      {door === 'none' ? <Doors onSignIn={() => setDoor('sign-in')} /> : <SignInPage onBack={() => setDoor('none')} />}
    </main>
  );
}

function Doors({ onSignIn }: { readonly onSignIn: () => void }) {
  return (
    <div className="welcome-column">
      <Emblem size={72} />
      <h2 className="welcome-title">{t.welcome.title}</h2>
      <p className="welcome-about">{t.welcome.about}</p>
      <div className="doors">
        <Door icon={KeyRound} title={t.welcome.signIn} about={t.welcome.signInAbout} isFirst onOpen={onSignIn} />
        <Door
          icon={UserPlus}
          title={t.registration.door}
          about={t.registration.doorAbout}
          onOpen={() => openDialog({ kind: 'register' })}
        />
        <Door
          icon={FolderInput}
          title={t.moving.doorTitle}
          about={t.moving.doorAbout}
          onOpen={() => openDialog({ kind: 'move-in' })}
        />
      </div>
    </div>
  );
}

type DoorProps = {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly about: string;
  readonly isFirst?: boolean;
  readonly onOpen: () => void;
};

function Door({ icon: Icon, title, about, isFirst = false, onOpen }: DoorProps) {
  return (
    <button type="button" className="door" onClick={onOpen} autoFocus={isFirst}>
      <Icon size={18} aria-hidden />
      <span className="door-words">
        <span className="strong">{title}</span>
        <span className="muted">{about}</span>
      </span>
      <ChevronRight size={16} aria-hidden />
    </button>
  );
}

function SignInPage({ onBack }: { readonly onBack: () => void }) {
  const signIn = useSignIn(() => {});
  return (
    <form
      className="card"
      noValidate
      aria-labelledby="sign-in-title"
      onSubmit={(event) => {
        event.preventDefault();
        void signIn.submit();
      }}
    >
      <div>
        <h2 className="card-title" id="sign-in-title">
          {t.signIn.title}
        </h2>
        <p className="muted">{t.signIn.about}</p>
      </div>
      <SignInFields signIn={signIn} />
      <div className="card-actions">
        <Button look="quiet" icon={ChevronLeft} className="at-start" onClick={onBack}>
          {t.common.back}
        </Button>
        <Button look="primary" type="submit" disabled={signIn.busy}>
          {signIn.busy ? t.signIn.signingIn : t.signIn.signIn}
        </Button>
      </div>
    </form>
  );
}
