import { classes, SPACE } from './characters.ts';
import type { WrittenName } from './names.ts';
import { sharedUri, xmlNamespace, xmlnsNamespace } from './namespaces.ts';
import type { Reader } from './reader.ts';
import { attributeText } from './text.ts';
import { kinds, type NamespaceDeclaration } from './tree.ts';

const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const LESS = 0x3c;
const AMPERSAND = 0x26;

/** Beyond this many attributes doubles are found by a set; below, by comparing. */
const few = 8;

/** Reads a start tag or empty-element tag from its `<`. */
export function readStartTag(reader: Reader, parent: number): void {
  const { nodes, source, namespaces } = reader;
  const start = reader.at;
  const name = reader.elementNames.read(source, start + 1, reader.lastElement);
  reader.lastElement = name;
  if (!name.valid) reader.malformed(start, 'An element name must follow here.');
  reader.at = start + 1 + name.text.length;
  const id = reader.add(kinds.element, parent, start, start, start);
  const code = source.charCodeAt(reader.at);
  const declared = code === GREATER || code === SLASH ? none : readAttributes(reader, id);
  const scoped = declared.prefixes.length > 0;
  if (scoped) namespaces.enter(id, declared.prefixes);
  nodes.name[id] = elementId(reader, name, start);
  for (const { attribute, name: prefixed } of declared.prefixed)
    nodes.name[attribute] = attributeId(reader, prefixed, attribute);
  const count = nodes.size - id - 1;
  nodes.attributes[id] = count;
  if (count > 1) refuseDoubles(reader, id, count);
  const above = nodes.path[parent] as number;
  if (above !== 0) nodes.path[id] = reader.vocabulary.findPath(above, nodes.name[id] as number);
  if (source.charCodeAt(reader.at) === SLASH) {
    if (source.charCodeAt(++reader.at) !== GREATER) reader.malformed(reader.at, '> must follow here.');
    nodes.end[id] = nodes.size;
    if (scoped) namespaces.leave();
  } else {
    if (reader.depth >= reader.limits.depth)
      reader.refuse('XML_TOO_DEEP', start, `Elements are nested more than ${reader.limits.depth} deep.`);
    reader.openIds[reader.depth] = id;
    reader.openNames[reader.depth++] = name;
  }
  nodes.to[id] = ++reader.at;
}

/** Reads an end tag from its `</`. */
export function readEndTag(reader: Reader): void {
  const { source } = reader;
  const { text } = reader.openNames[--reader.depth] as WrittenName;
  let at = reader.at + 2 + text.length;
  if (!source.startsWith(text, reader.at + 2)) reader.malformed(reader.at, `</${text}> must come here.`);
  let code = source.charCodeAt(at);
  while (code < 128 && classes[code] === SPACE) code = source.charCodeAt(++at);
  if (code !== GREATER) reader.malformed(reader.at, `</${text}> must come here.`);
  reader.at = at + 1;
  const id = reader.openIds[reader.depth] as number;
  reader.nodes.end[id] = reader.nodes.size;
  reader.nodes.to[id] = reader.at;
  if (id === reader.namespaces.innermost) reader.namespaces.leave();
}

interface Attributes {
  readonly prefixes: NamespaceDeclaration[];
  /** Attributes whose prefix may be declared behind them. */
  readonly prefixed: { readonly attribute: number; readonly name: WrittenName }[];
  /** The prefixes declared so far. */
  readonly seen: Set<string>;
}

const none: Attributes = { prefixes: [], prefixed: [], seen: new Set() };

function readAttributes(reader: Reader, element: number): Attributes {
  const { source } = reader;
  let found = none;
  for (;;) {
    const spaced = reader.skipSpace();
    const code = source.charCodeAt(reader.at);
    if (code === GREATER || code === SLASH) return found;
    if (!spaced) reader.malformed(reader.at, 'White space, > or /> must come here.');
    const start = reader.at;
    const name = reader.attributeNames.read(source, start, reader.lastAttribute);
    reader.lastAttribute = name;
    if (!name.valid) reader.malformed(start, 'An attribute, > or /> must come here.');
    reader.at = start + name.text.length;
    if (name.prefix === '' && name.local !== 'xmlns') {
      const attribute = readValue(reader, element, start);
      reader.nodes.name[attribute] = attributeId(reader, name, attribute);
      continue;
    }
    if (found === none) found = { prefixes: [], prefixed: [], seen: new Set() };
    if (name.prefix === '' || name.prefix === 'xmlns') found.prefixes.push(declaration(reader, element, name, found));
    else found.prefixed.push({ attribute: readValue(reader, element, start), name });
  }
}

/** Reads `= "value"` and adds the attribute. */
function readValue(reader: Reader, element: number, start: number): number {
  const { source } = reader;
  const from = beginValue(reader);
  const quote = source.charCodeAt(from - 1);
  let literal = true;
  let at = from;
  let code = source.charCodeAt(at);
  for (; code !== quote; code = source.charCodeAt(++at)) {
    if (code < 0x20 || code === AMPERSAND) literal = false;
    else if (code === LESS) reader.malformed(at, '< may not stand in an attribute.');
    else if (at >= source.length) reader.malformed(from - 1, 'The attribute does not end.');
  }
  reader.at = at + 1;
  if (literal) return reader.add(kinds.attribute, element, start, from, at);
  return reader.addValue(kinds.attribute, element, start, attributeText(reader, from, at));
}

/** Moves over `=` and the opening quote; gives where the value begins. */
function beginValue(reader: Reader): number {
  const { source } = reader;
  if (source.charCodeAt(reader.at) !== EQUALS) reader.skipSpace();
  if (source.charCodeAt(reader.at) !== EQUALS) reader.malformed(reader.at, '= must follow an attribute name.');
  reader.at++;
  let quote = source.charCodeAt(reader.at);
  if (quote !== QUOTE && quote !== APOSTROPHE) {
    reader.skipSpace();
    quote = source.charCodeAt(reader.at);
    if (quote !== QUOTE && quote !== APOSTROPHE) reader.malformed(reader.at, 'A quoted value must follow =.');
  }
  return reader.at + 1;
}

/** Reads a namespace declaration. It is no attribute. */
function declaration(reader: Reader, element: number, name: WrittenName, found: Attributes): NamespaceDeclaration {
  const at = reader.at;
  const { nodes, values } = reader;
  const node = readValue(reader, element, at);
  const to = nodes.to[node] as number;
  const uri = sharedUri(to >= 0 ? reader.source.slice(nodes.from[node], to) : (values.pop() as string));
  nodes.drop();
  const prefix = name.prefix === '' ? '' : name.local;
  if (found.seen.has(prefix)) reader.malformed(at, `${name.text} stands twice.`);
  found.seen.add(prefix);
  if (prefix === 'xmlns' || uri === xmlnsNamespace) reader.malformed(at, 'xmlns cannot be declared.');
  if ((prefix === 'xml') !== (uri === xmlNamespace)) reader.malformed(at, `The prefix xml alone is ${xmlNamespace}.`);
  if (uri === '' && prefix !== '') reader.malformed(at, `The prefix ${prefix} needs a namespace.`);
  return { element, prefix, uri };
}

function elementId(reader: Reader, name: WrittenName, at: number): number {
  const { namespaces } = reader;
  if (name.scope === namespaces.scope) return name.id;
  const uri = namespaces.uri(name.prefix);
  if (uri === undefined || name.prefix === 'xmlns') reader.malformed(at, `The prefix ${name.prefix} is not declared.`);
  name.scope = namespaces.scope;
  name.id = namespaces.id(name, uri);
  return name.id;
}

function attributeId(reader: Reader, name: WrittenName, attribute: number): number {
  const { namespaces } = reader;
  if (name.scope === namespaces.scope) return name.id;
  const uri = name.prefix === '' ? '' : namespaces.uri(name.prefix);
  if (uri === undefined)
    reader.malformed(reader.nodes.start[attribute] as number, `The prefix ${name.prefix} is not declared.`);
  name.scope = namespaces.scope;
  name.id = namespaces.id(name, uri);
  return name.id;
}

function refuseDoubles(reader: Reader, element: number, count: number): void {
  const { name, start } = reader.nodes;
  const refuse = (attribute: number) => reader.malformed(start[attribute] as number, 'This attribute stands twice.');
  if (count > few) {
    const seen = new Set<number>();
    for (let a = element + 1; a <= element + count; a++) {
      if (seen.has(name[a] as number)) refuse(a);
      seen.add(name[a] as number);
    }
    return;
  }
  for (let a = element + 2; a <= element + count; a++)
    for (let b = element + 1; b < a; b++) if (name[a] === name[b]) refuse(a);
}
