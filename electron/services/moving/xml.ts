import { Parser } from 'htmlparser2';

/** Deeper than any of the files goes that are read here. */
const deepest = 15;

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
};

/** Goes through XML of any quality; a path is the names of the open elements. What lies too deep is passed over. */
export function walk(file: Uint8Array, { onOpen, onClose }: Walker): void {
  const open: { name: string; attributes: Element['attributes']; text: string }[] = [];
  let tooDeep = 0;
  const path = (): string => open.map(({ name }) => name).join('/');
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (open.length >= deepest) {
          tooDeep += 1;
          return;
        }
        open.push({ name, attributes, text: '' });
        onOpen(path(), attributes);
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
        const at = path();
        const element = open.pop();
        if (element !== undefined) onClose({ path: at, attributes: element.attributes, text: element.text });
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(new TextDecoder().decode(file));
}
