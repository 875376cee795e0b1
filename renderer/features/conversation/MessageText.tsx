import { Fragment, type KeyboardEvent } from 'react';
import { openDialog } from '../../store/ui-store.ts';
import { showableText } from '../../text/neutralise.ts';
import { findLinks } from '../../text/links.ts';

/** A message as text nodes only, set apart from the direction of the text around it; links open a question. */
export function MessageText({ text }: { readonly text: string }) {
  return (
    <bdi className="message-text selectable" dir="auto">
      {findLinks(showableText(text)).map((piece, at) =>
        piece.kind === 'link' ? <Link key={at} url={piece.text} /> : <Fragment key={at}>{piece.text}</Fragment>,
      )}
    </bdi>
  );
}

function Link({ url }: { readonly url: string }) {
  const open = () => openDialog(/^xmpp:/i.test(url) ? { kind: 'xmpp-link', link: url } : { kind: 'open-link', url });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open();
  };
  return (
    <span role="link" tabIndex={0} className="message-link" onClick={open} onKeyDown={onKeyDown}>
      {url}
    </span>
  );
}
