import { type XmlNode as LibraryNode, XmlC14NMode, type XmlDocument } from 'libxml2-wasm';
import { collect } from './output.ts';

/** Canonical XML 1.0 or Exclusive XML Canonicalization 1.0, without comments unless they are asked for. */
export interface Canonicalisation {
  readonly exclusive?: boolean;
  readonly comments?: boolean;
  /** `InclusiveNamespaces/@PrefixList` of exclusive canonicalisation; `#default` is the default namespace. */
  readonly inclusivePrefixes?: readonly string[];
}

/** The canonical bytes (UTF-8) of a document, or of one of its elements with all that is in it. */
export function canonicalXml(of: XmlDocument | LibraryNode, options: Canonicalisation = {}): Uint8Array {
  const mode = options.exclusive ? XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 : XmlC14NMode.XML_C14N_1_0;
  return collect((handler) =>
    of.canonicalize(handler, {
      mode,
      withComments: options.comments ?? false,
      ...(options.inclusivePrefixes ? { inclusiveNamespacePrefixes: [...options.inclusivePrefixes] } : {}),
    }),
  );
}
