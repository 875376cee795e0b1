import { Parser } from '@xmpp/xml';

/** Before sign-in only features and challenges come; afterwards a buddy list of many thousands is one element. */
export const elementLimits = { beforeSignIn: 128 * 1024, afterSignIn: 8 * 1024 * 1024 } as const;

const deepest = 64;

/**
 * The stream's parser with bounds: it throws on malformed XML, on elements that are too long or too deep, and
 * on text between stanzas, instead of growing or stumbling. Lengths are in UTF-16 code units.
 */
export class BoundedParser extends Parser {
  limit: number = elementLimits.beforeSignIn;
  #depth = 0;
  #length = 0;
  #isStarted = false;

  override write(data: string): void {
    if (!this.#isStarted && /[^ \t\r\n]/.test(data)) {
      this.#isStarted = true;
      if (!/^[ \t\r\n]*</.test(data)) throw new Error('this is no XML');
    }
    this.#length += data.length;
    if (this.#length > this.limit + maxChunk) throw new Error('an element is too long');
    super.write(data);
  }

  override onStartElement(name: string, attrs: Record<string, string>): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Error('elements are nested too deeply');
    super.onStartElement(name, attrs);
  }

  override onEndElement(name: string): void {
    if (this.cursor === null || this.cursor.name !== name) throw new Error('an end tag does not match');
    this.#depth -= 1;
    if (this.#depth <= 1) this.#length = 0;
    super.onEndElement(name);
  }

  override onText(text: string): void {
    if (this.cursor !== null && this.cursor !== this.root) {
      super.onText(text);
      return;
    }
    if (/[^ \t\r\n]/.test(text)) throw new Error('text stands between stanzas');
    this.#length = 0;
  }
}

/** A chunk can hold the end of one element and the start of the next. */
const maxChunk = 64 * 1024;
