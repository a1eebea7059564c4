// A small XML message as a tree: local names, attributes, children, text. For messages of other systems, bounded in size by the caller.
import { SaxesParser } from 'saxes';

export type XmlNode = {
  readonly name: string;
  readonly space: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
};
type Open = { -readonly [Member in keyof XmlNode]: XmlNode[Member] } & { children: Open[] };

/** The root element; undefined when the text is no well-formed XML. No DTD is followed and no entity but XML's own is known. */
export function readXml(text: string): XmlNode | undefined {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let root: Open | undefined;
  parser.on('opentag', ({ local, uri, attributes }) => {
    const node: Open = {
      name: local,
      space: uri,
      attributes: Object.fromEntries(Object.values(attributes).map((one) => [one.local, one.value])),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push(node);
  });
  parser.on('text', (part) => {
    const node = open.at(-1);
    if (node) node.text += part;
  });
  parser.on('closetag', () => void open.pop());
  try {
    parser.write(text).close();
    return root;
  } catch {
    return undefined;
  }
}

/** Every element of that name below the node, itself too. */
export const xmlNodes = (node: XmlNode, name: string): XmlNode[] => [
  ...(node.name === name ? [node] : []),
  ...node.children.flatMap((child) => xmlNodes(child, name)),
];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text to stand between tags. */
export const xmlText = (text: string): string => text.replace(/[&<>]/g, (sign) => ESCAPES[sign]!);

/** `name="value"` pairs of a tag, escaped; what is undefined is left out. */
export const xmlAttributes = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${value.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!)}"`]))
    .join('');
