import { withXml } from '../../actions/lib/xml/index.ts';
import { bytesOfText, undeclareEncoding } from '../../actions/lib/xml-text/index.ts';
import type { RootElement } from '../../engine/index.ts';
import { decodeXml } from './decode-xml.ts';

/** The text of an XML document that came in, and its root element; undefined for everything that is none. */
export interface IncomingXml {
  readonly text: string;
  readonly root: RootElement;
  /** The texts at the paths that were asked for, trimmed; none where nothing stands. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads what may be XML, in whatever encoding, as strictly as a step does. Undefined for what does not begin as XML does.
 *
 * @throws TimbreError XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE
 */
export function readXml(bytes: Uint8Array, paths: ReadonlySet<string>): IncomingXml | undefined {
  const decoded = decodeXml(bytes);
  if (decoded === undefined) return undefined;
  const text = undeclareEncoding(decoded);
  return withXml(bytesOfText(text), (tree) => {
    const { name, namespace } = tree.root;
    const texts = new Map([...paths].map((path) => [path, tree.text(xpathOf(path))?.trim() ?? '']));
    return { text, root: { element: name, namespace }, texts };
  });
}

const xpathOf = (path: string): string =>
  `/*/${path
    .split('/')
    .map((each) => `*[local-name() = '${each}']`)
    .join('/')}`;
