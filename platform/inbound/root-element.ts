import { ParseOption, XmlDocument } from 'libxml2-wasm';
import type { RootElement } from '../../engine/index.ts';

/** The text of an XML document that came in, and its root element; undefined for everything that is none. */
export interface IncomingXml {
  readonly text: string;
  readonly root: RootElement;
  /** The texts at the paths that were asked for, trimmed; none where nothing stands. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads what may be XML in UTF-8 (with or without a byte order mark). A document type declaration is not read: what comes from
 * strangers has no entities.
 */
export function readXml(bytes: Uint8Array, paths: ReadonlySet<string>): IncomingXml | undefined {
  const text = textOf(bytes);
  if (text === undefined || !/^\s*</.test(text) || /<!DOCTYPE/i.test(text.slice(0, 4096))) return undefined;
  try {
    const document = XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NONET });
    try {
      const { name, namespaceUri } = document.root;
      const texts = new Map([...paths].map((path) => [path, document.get(xpathOf(path))?.content.trim() ?? '']));
      return { text, root: { element: name, namespace: namespaceUri }, texts };
    } finally {
      document.dispose();
    }
  } catch {
    return undefined;
  }
}

const xpathOf = (path: string): string =>
  `/*/${path
    .split('/')
    .map((each) => `*[local-name() = '${each}']`)
    .join('/')}`;

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
