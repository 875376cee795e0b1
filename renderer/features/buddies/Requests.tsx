import { useStore } from 'zustand';
import { Avatar } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { answerRequest, buddyStore } from '../../store/buddy-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine, showableText } from '../../text/neutralise.ts';
import { localPart } from '../../text/person.ts';
import type { SubscriptionRequestView } from '../../../shared/views.ts';

/** People who ask to see when we are here, above the list. */
export function Requests() {
  const requests = useStore(buddyStore, (state) => state.requests);
  if (requests.length === 0) return null;
  return (
    <ul className="requests" aria-label={t.requests.list}>
      {requests.map((request) => (
        <Request key={`${request.accountId}/${request.address}`} request={request} />
      ))}
    </ul>
  );
}

function Request({ request }: { readonly request: SubscriptionRequestView }) {
  const { accountId, address, message } = request;
  const forAccount = useStore(accountStore, (state) =>
    state.accounts.length > 1 ? accountOf(state, accountId)?.settings.address : undefined,
  );
  const shown = showableLine(address);
  return (
    <li className="request">
      <Avatar address={address} name={localPart(shown)} size={32} />
      <div className="request-words">
        <p>
          <bdi className="strong">{shown}</bdi> {t.requests.asks}
        </p>
        {forAccount !== undefined && <p className="muted">{t.requests.toAccount(forAccount)}</p>}
        {message !== '' && (
          <p className="request-message">
            <bdi>{showableText(message)}</bdi>
          </p>
        )}
        <div className="request-buttons">
          <Button look="primary" aria-label={t.requests.approveThem(shown)} onClick={() => attempt(answerRequest(request, 'approve'))}>
            {t.requests.approve}
          </Button>
          <Button aria-label={t.requests.denyThem(shown)} onClick={() => attempt(answerRequest(request, 'deny'))}>
            {t.requests.deny}
          </Button>
          <Button look="quiet" aria-label={t.blocking.blockThem(shown)} onClick={() => openDialog({ kind: 'block', accountId, address })}>
            {t.blocking.block}
          </Button>
        </div>
      </div>
    </li>
  );
}
