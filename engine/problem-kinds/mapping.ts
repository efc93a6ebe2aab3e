import type { ProblemKind } from './kind.ts';

/** Mappings, written and read backwards. */
export const mappingKinds = {
  XML_NAME_INVALID: {
    blame: 'author',
    summary: 'This cannot be the name of an element or attribute.',
    action: 'Write prefix:Name or Name, of letters, digits, hyphen, point and underscore.',
  },
  NAMESPACE_UNKNOWN: {
    blame: 'author',
    summary: 'A prefix has no namespace.',
    action: 'Declare it under `namespaces`, or mend its spelling.',
  },
  CODES_NOT_ONE_TO_ONE: {
    blame: 'author',
    summary: 'Two entries of a code table have one code.',
    action: 'Keep one of them: a code must lead back to one word.',
  },
  MAPPING_NOT_READABLE: {
    blame: 'author',
    summary: 'A mapping is to be read backwards, and a part of it does not say how.',
    action: 'Say where the value goes with $read, or that it is only written with $writeOnly: true.',
  },
  PARSE_OTHER_DOCUMENT: {
    blame: 'authority',
    summary: 'The document is of another kind than the mapping reads.',
    action: 'Look at what came; read it with the mapping of its kind.',
  },
  PARSE_NOT_UNDERSTOOD: {
    blame: 'author',
    summary: 'A part of the document did not become business data.',
    action: 'Look at it; where it matters, add it to the mapping, with $readOnly: true if it is never written.',
  },
  FRAGMENT_RECURSIVE: {
    blame: 'author',
    summary: 'A fragment uses itself.',
    action: 'Take the inner $use out; repeat with $for.',
  },
  TEXT_NOT_XML: {
    blame: 'integrator',
    summary: 'A text has a character that XML cannot hold.',
    action: 'Remove the control character or broken character from the field that is named.',
  },
  DOCUMENT_NOT_TEXT: {
    blame: 'author',
    summary: 'A document that is to be taken as text is not text in UTF-8.',
    action: 'Take it in base64, or wire another document.',
  },
  TEXT_NOT_UNICODE: {
    blame: 'integrator',
    summary: 'A text has one half of a character.',
    action: 'Mend the program that cut the text in the field that is named.',
  },
  VALUE_TYPE: {
    blame: 'author',
    summary: 'A value does not have the type that is written here.',
    action: 'Name one of its fields, convert it, or choose another $type.',
  },
} as const satisfies Record<string, ProblemKind>;
