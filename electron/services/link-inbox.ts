import type { Publish } from './publisher.ts';

/** The longest link that is taken, in UTF-16 code units. */
const longest = 8_192;

/** An `xmpp:` link that the system handed over, until the window asks for it. The newest one counts. */
export class LinkInbox {
  readonly #publish: Publish;
  #link: string | null = null;

  constructor(publish: Publish) {
    this.#publish = publish;
  }

  /** Takes the first link among the words that the program was started with, or started again with. */
  takeFrom(words: readonly string[]): void {
    const link = words.find((word) => /^xmpp:/i.test(word) && word.length <= longest);
    if (link === undefined) return;
    this.#link = link;
    this.#publish('link.arrived', {});
  }

  /** Gives the link to the window, once. */
  take(): string | null {
    const link = this.#link;
    this.#link = null;
    return link;
  }
}
