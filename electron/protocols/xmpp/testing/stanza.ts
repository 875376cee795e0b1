import { Parser, type Element } from '@xmpp/xml';

/** One stanza of a stream, from its text. */
export function stanza(text: string): Element {
  const elements: Element[] = [];
  const parser = new Parser();
  parser.on('element', (element: Element) => elements.push(element));
  parser.write(`<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>${text}`);
  const [element] = elements;
  if (element === undefined) throw new Error('that is no whole stanza');
  return element;
}
