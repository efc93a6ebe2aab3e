import type { ProblemKind } from './kind.ts';

/** Documents: XML, JSON, PDF, archives; read, checked, packed. */
export const documentKinds = {
  APPEND_PLACE: {
    blame: 'author',
    summary: 'The element that is to get another one does not stand exactly once in the document.',
    action: 'Mend the path, or the mapping that writes the document.',
  },
  DECODE_MALFORMED: {
    blame: 'authority',
    summary: 'The document is not what it is to be decoded from.',
    action: 'Look at the document that is kept with the run.',
  },
  DECODE_TOO_LARGE: {
    blame: 'authority',
    summary: 'The decoded content would be larger, or have more files, than is allowed.',
    action: 'If it is genuine, raise the limit of the step.',
  },
  DECODE_ENTRY: {
    blame: 'authority',
    summary: 'The archive does not hold the one file that is asked for.',
    action: 'Name the file with `entry`.',
  },
  PDF_UNREADABLE: {
    blame: 'authority',
    summary: 'The document is no PDF, or a torn, an encrypted or an unusual one.',
    action: 'Ask whoever made it for one that is whole and not encrypted.',
  },
  PDF_NOT_ARCHIVAL: {
    blame: 'integrator',
    summary: 'A file cannot be attached: the PDF is not PDF/A-1, -2 or -3, and nobody can make it so afterwards.',
    action: 'Let the program that makes the PDF save it as PDF/A.',
  },
  PDF_FILE_TWICE: {
    blame: 'integrator',
    summary: 'The PDF holds a file of this name already.',
    action: 'Hand over the PDF as it was before the file was attached.',
  },
  QR_TOO_LONG: { blame: 'author', summary: 'The text does not fit into a QR code.', action: 'Shorten it.' },
  XML_MALFORMED: {
    blame: 'authority',
    summary: 'The document is not well-formed XML.',
    action: 'See the place that is named; a proxy or an error page often answers in HTML.',
  },
  XML_DOCTYPE: {
    blame: 'authority',
    summary: 'The XML document has a DOCTYPE.',
    action: 'Send it without: entities and external subsets are never read.',
  },
  XML_TOO_LARGE: { blame: 'authority', summary: 'The XML document is too large.', action: 'Split it.' },
  XML_TARGET: {
    blame: 'author',
    summary: 'The XPath of a place to write to selects nothing.',
    action: 'Mend the XPath or its namespaces.',
  },
  XPATH_INVALID: { blame: 'author', summary: 'The XPath cannot be read.', action: 'Write XPath 1.0.' },
  POINTER_INVALID: {
    blame: 'author',
    summary: 'The JSON pointer cannot be read.',
    action: 'Write it as RFC 6901 does: /a/0/b.',
  },
  XSD_INVALID: {
    blame: 'author',
    summary: 'The document breaks the XML Schema.',
    action: 'Mend the mapping, or the field of the business data that the value comes from.',
  },
  SCHEMATRON_FAILED: {
    blame: 'integrator',
    summary: 'The document breaks an official business rule.',
    action: 'Mend the business data; where they are right, the mapping.',
  },
  JSON_MALFORMED: { blame: 'authority', summary: 'The document is not JSON.', action: 'See the place that is named.' },
  JSON_INVALID: {
    blame: 'author',
    summary: 'The document breaks its JSON Schema.',
    action: 'Mend the mapping, or the field of the business data that the value comes from.',
  },
  CODE_LIST_UNKNOWN: {
    blame: 'author',
    summary: 'The artefact has no code list of this name.',
    action: 'Use the name of a simpleType of the XSD, or the id of an assert or the name of a let of the Schematron.',
  },
  EXTRACT_MISSING: {
    blame: 'authority',
    summary: 'A required value is not in the document.',
    action: 'Look at the document that is kept with the run.',
  },
  EXTRACT_TYPE: {
    blame: 'authority',
    summary: 'A value in the document is not of the declared type.',
    action: 'Look at the document that is kept with the run; mend the type if the document is right.',
  },
  EXTRACT_ENCODING: {
    blame: 'authority',
    summary: 'A document inside the document is not encoded as declared.',
    action: 'Look at the document that is kept with the run; mend `encoding` if the document is right.',
  },
} as const satisfies Record<string, ProblemKind>;
