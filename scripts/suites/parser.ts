import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { parseDocument, SchematronProblem } from '../../schematron/index.ts';
import { bytesOf, filesBelow } from './artefacts.ts';
import type { Row } from './run-suite.ts';

/** Every XML file of the artefacts: read or refused by our parser as by libxml2. */
export function runParser(): Row {
  const files = filesBelow('.', /\.(xml|xsd|sch|xslt?|gc|inc|wsdl|isdoc)$/i);
  const different = new Map<string, readonly string[]>();
  let refused = 0;
  for (const file of files) {
    const bytes = bytesOf(file);
    const [here, there] = [ours(bytes), libxml2(bytes)];
    if (here !== undefined) refused++;
    // A document type is refused by us alone; a namespace that is no URI is a warning, which libxml2-wasm takes for an error.
    if (here === 'XML_DOCTYPE' || /is not a valid URI/.test(there ?? '')) continue;
    if ((here === undefined) !== (there === undefined))
      different.set(file, [`here ${here ?? 'read'}`, `libxml2 ${there ?? 'read'}`]);
  }
  return {
    suite: 'XML parser, beside libxml2',
    documents: files.length,
    rules: 0,
    assertions: 0,
    findings: refused,
    different,
  };
}

function ours(bytes: Uint8Array): string | undefined {
  try {
    parseDocument(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof SchematronProblem) return error.code;
    throw error;
  }
}

function libxml2(bytes: Uint8Array): string | undefined {
  try {
    XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_HUGE }).dispose();
    return undefined;
  } catch (error) {
    return String(error);
  }
}
