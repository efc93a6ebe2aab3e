import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  XmlBufferInputProvider,
  XmlDocument,
  XsdValidator,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { acceptanceOf } from '../../../../actions/lib/xsd/acceptance/index.ts';
import { LongLists } from '../../../../actions/lib/xsd/long-lists.ts';
import { readSchemaSet } from '../../../../actions/lib/xsd/schema-set.ts';
import type { Artefact } from '../../../../engine/artefacts.ts';
import { artefact as shared } from '../../../shared.ts';

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** An artefact of schema texts by address; the first is the main file. */
export function artefactOf(name: string, files: Readonly<Record<string, string | Uint8Array>>): Artefact {
  const read = Object.entries(files).map(([address, content]) => ({
    address,
    sha256: sha256(content),
    bytes: Buffer.from(content),
  }));
  return { name, files: read, digest: sha256(read.map((each) => each.sha256).join('')) };
}

const sat = 'www.sat.gob.mx/sitio_internet/cfd/';

/** SAT's own schemas, by path below `sitio_internet/cfd/`. */
export function satArtefact(...paths: readonly string[]): Artefact {
  const files = paths.map((path) => [`http://${sat}${path}`, readFileSync(shared(`mx/schemas/${sat}${path}`))]);
  return artefactOf(paths[0] ?? '', Object.fromEntries(files));
}

export const cfdi40 = ['4/cfdv40.xsd', 'catalogos/catCFDI.xsd', 'tipoDatos/tdCFDI/tdCFDI.xsd'] as const;

/** libxml2 with the schemas as they are: what the look-ups must agree with. */
export function plainly(artefact: Artefact): (document: string | Uint8Array) => boolean {
  xmlRegisterInputProvider(
    new XmlBufferInputProvider(Object.fromEntries(artefact.files.map((file) => [file.address, file.bytes]))),
  );
  try {
    const [main] = artefact.files;
    if (main === undefined) throw new Error('no file');
    const document = XmlDocument.fromBuffer(main.bytes, { url: main.address });
    const validator = XsdValidator.fromDoc(document);
    return (content) => {
      const read = XmlDocument.fromBuffer(Buffer.from(content));
      try {
        validator.validate(read);
        // The schema points into the document it was read from.
        return document.root !== null;
      } catch {
        return false;
      } finally {
        read.dispose();
      }
    };
  } finally {
    xmlCleanupInputProvider();
  }
}

export const enumerations = (values: readonly string[]): string =>
  values.map((value) => `<xs:enumeration value="${value}"/>`).join('');

export const numbered = (count: number, prefix = ''): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(10_000_000 + at)}`);

/** What accepts without libxml2. */
export function certainly(...artefacts: readonly Artefact[]): (document: string | Uint8Array) => boolean {
  const set = readSchemaSet(artefacts);
  if (set === undefined) throw new Error('the schemas are not modelled');
  const accepts = acceptanceOf(set, new LongLists(set));
  return (document) => accepts(Buffer.from(document));
}

/** A schema whose root elements are `urn:t`'s; its own elements are qualified. */
export const schemaOf = (body: string): Artefact =>
  artefactOf('t', {
    'http://t.test/t.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">${body}</xs:schema>`,
  });

/** As the text of an element, or the value of an attribute. */
export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (each) => `&#${each.charCodeAt(0)};`);
