import { Parser } from 'htmlparser2';

/** Deeper than any of the files goes that are read here. */
const deepest = 15;
/** Where this many elements are open the file is given up: the parser's time for each grows with their number. */
const mostOpen = 100;
/** A name that is longer gives the file up as well, in characters: paths are made of names. */
const longestName = 100;
/** An attribute or a text that is longer counts as none, in characters. */
export const longestText = 10_000;

export type Element = {
  /** Its name after those of what is around it, with slashes between. */
  readonly path: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without that of what is in it. */
  readonly text: string;
};
type Walker = {
  readonly onOpen: (path: string, attributes: Element['attributes']) => void;
  readonly onClose: (element: Element) => void;
  /** The end of the outermost element is there: nothing is cut off. What a cut leaves open is handed over all the same. */
  readonly onEnd?: () => void;
};

/**
 * Goes through XML of any quality; a path is the names of the open elements. What lies too deep is passed over.
 * False where the file was given up on the way, which takes time in proportion to its length at most.
 */
export function walk(file: Uint8Array, { onOpen, onClose, onEnd }: Walker): boolean {
  const open: { path: string; attributes: Element['attributes']; text: string }[] = [];
  let tooDeep = 0;
  let isGivenUp = false;
  let isAtEnd = false;
  const parser = new Parser(
    {
      onopentag: (name, all) => {
        if (open.length + tooDeep >= mostOpen || name.length > longestName) {
          isGivenUp = true;
          parser.pause();
        }
        if (open.length >= deepest || isGivenUp) {
          tooDeep += 1;
          return;
        }
        const around = open.at(-1);
        const path = around === undefined ? name : `${around.path}/${name}`;
        const attributes = Object.fromEntries(Object.entries(all).filter(([, value]) => value.length <= longestText));
        open.push({ path, attributes, text: '' });
        onOpen(path, attributes);
      },
      ontext: (text) => {
        const last = open.at(-1);
        if (last !== undefined && tooDeep === 0) last.text += text;
      },
      onclosetag: () => {
        if (tooDeep > 0) {
          tooDeep -= 1;
          return;
        }
        const element = open.pop();
        if (element !== undefined) onClose({ ...element, text: element.text.length <= longestText ? element.text : '' });
        if (open.length === 0 && !isAtEnd) onEnd?.();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(new TextDecoder().decode(file));
  isAtEnd = true;
  parser.end();
  return !isGivenUp;
}
