import { fail } from '../../../../engine/errors.ts';
import {
  attributeValue,
  readXmlText,
  stringValue,
  type TextAttribute,
  type TextElement,
} from '../../xml-text/index.ts';
import type { XmlMapping } from '../mapping.ts';
import { isConstant } from './constant.ts';
import { decodeXml } from './encoding.ts';
import type { Note, ReadDocument } from './index.ts';
import { type ElementPlan, localOf, planElement } from './plan.ts';
import { Session, type Source } from './session.ts';
import { XPaths } from './xpath.ts';

/** A mapping, and the slot of the business data in it. */
export interface XmlReading {
  readonly mapping: XmlMapping;
  readonly slot: number;
}

/** What reads XML documents with the mapping of their root element, whatever their prefixes and the order of their elements. */
export function compileXmlReader(readings: readonly XmlReading[]): ReadDocument {
  const byRoot = new Map(
    readings.map((each) => [each.mapping.root.expanded, { ...each, plan: planElement(each.mapping.root) }]),
  );
  return (bytes) => {
    const { text, root } = readXmlText(decodeXml(bytes));
    const found = byRoot.get(`{${root.namespace}}${root.local}`);
    if (found === undefined) return otherDocument(root, [...byRoot.keys()]);
    const { mapping, slot, plan } = found;
    const notes: Note[] = [];
    const paths = new XPaths(root, mapping.namespaces);
    const source: Source<TextElement, TextAttribute> = {
      note: (element, attribute, what) => notes.push({ path: paths.of(element, attribute), what }),
      sibling: (element, name) => valueNamed(text, element, name),
    };
    const session = new Session(slot, source);
    new Reader(text, session, source.note).element(plan, root);
    session.finish();
    return { data: session.cells[slot]?.value ?? {}, notes };
  };
}

function otherDocument({ local, namespace }: TextElement, known: readonly string[]): never {
  const wanted = known.map((each) => named(localOf(each), each.slice(1, each.indexOf('}'))));
  return fail('PARSE_OTHER_DOCUMENT', `The document is ${named(local, namespace)}, not ${wanted.join(' or ')}.`);
}

const named = (local: string, namespace: string): string => `${local} of ${namespace || 'no namespace'}`;

/** `xsi:schemaLocation` and its sister help a validator find schemas: they say nothing. */
const hints = new Set(['schemaLocation', 'noNamespaceSchemaLocation']);
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

class Reader {
  readonly #text: string;
  readonly #session: Session<TextElement, TextAttribute>;
  readonly #note: Source<TextElement, TextAttribute>['note'];

  constructor(
    text: string,
    session: Session<TextElement, TextAttribute>,
    note: Source<TextElement, TextAttribute>['note'],
  ) {
    this.#text = text;
    this.#session = session;
    this.#note = note;
  }

  element(plan: ElementPlan, element: TextElement): void {
    if (plan.passedOver) return;
    const { loop } = plan;
    if (loop === undefined) {
      this.#inside(plan, element);
      return;
    }
    const { position } = this.#session;
    const cell = this.#session.enter(loop);
    this.#inside(plan, element);
    this.#session.leave(loop, cell, position);
  }

  #inside(plan: ElementPlan, element: TextElement): void {
    if (plan.sets.length > 0) this.#session.assign(plan.sets, undefined, element);
    for (const attribute of element.attributes) this.#attribute(plan, element, attribute);
    const { children } = element;
    if (children.length === 0) return;
    const taken: ElementPlan[] = [];
    let pieces = 0;
    for (const child of children) {
      if ('name' in child) this.#child(plan, child, taken);
      else pieces += 1;
    }
    if (pieces > 0) this.#characters(plan, element);
  }

  #attribute(plan: ElementPlan, element: TextElement, attribute: TextAttribute): void {
    const { name } = attribute;
    const leaf = plan.attributes.get(name);
    if (leaf === undefined) {
      if (!isDeclaration(name)) this.#otherAttribute(plan, element, attribute);
    } else if (leaf.back.kind !== 'nothing') {
      this.#session.leaf(leaf, attributeValue(this.#text, attribute), element, attribute);
    }
  }

  #otherAttribute(plan: ElementPlan, element: TextElement, attribute: TextAttribute): void {
    const { name } = attribute;
    if (isHint(element, name)) return;
    const leaf = name.includes(':') ? plan.attributes.get(expandedName(element, name)) : undefined;
    if (leaf !== undefined) this.#session.leaf(leaf, attributeValue(this.#text, attribute), element, attribute);
    else this.#note(element, attribute, 'the mapping does not know this attribute');
  }

  #child(plan: ElementPlan, child: TextElement, taken: ElementPlan[]): void {
    const known = plan.children.get(child.local) ?? [];
    const [only] = known;
    if (known.length === 1 && only?.loop !== undefined && only.namespace === child.namespace) {
      this.element(only, child);
      return;
    }
    const candidates = known.filter(({ namespace }) => namespace === child.namespace);
    const fitting = candidates.length > 1 ? candidates.filter((each) => this.#agrees(each, child)) : candidates;
    const found = fitting.find((each) => each.loop !== undefined || !taken.includes(each));
    if (found !== undefined) {
      if (found.loop === undefined) taken.push(found);
      this.element(found, child);
    } else this.#note(child, undefined, unknownChild(candidates.length, fitting.length));
  }

  /** Of several elements of one name in the mapping it is the one whose constants it has. */
  #agrees({ signs }: ElementPlan, element: TextElement): boolean {
    return signs.every(({ way, attribute, text }) => {
      const at = descend(element, way);
      if (at === undefined) return false;
      const found = attribute === undefined ? ownText(this.#text, at) : this.#attributeText(at, attribute);
      return found !== undefined && isConstant(text, found);
    });
  }

  #attributeText(element: TextElement, key: string): string | undefined {
    const attribute = element.attributes.find(({ name }) => name === key || expandedName(element, name) === key);
    return attribute && attributeValue(this.#text, attribute);
  }

  #characters(plan: ElementPlan, element: TextElement): void {
    const text = ownText(this.#text, element);
    if (plan.text === undefined || plan.children.size > 0 ? text.trim() === '' : text === '') return;
    if (plan.text !== undefined) this.#session.leaf(plan.text, text, element);
    else this.#note(element, undefined, 'the mapping knows no text in this element');
  }
}

/** The first element at the end of a way of names, `{namespace}local`. */
function descend(element: TextElement, way: readonly string[]): TextElement | undefined {
  let at: TextElement | undefined = element;
  for (const expanded of way) {
    at = at?.children
      .filter((child) => 'name' in child)
      .find((child) => `{${child.namespace}}${child.local}` === expanded);
  }
  return at;
}

function valueNamed(text: string, { attributes }: TextElement, local: string): string | undefined {
  const attribute = attributes.find(({ name }) => name === local || name.endsWith(`:${local}`));
  return attribute && attributeValue(text, attribute);
}

function unknownChild(candidates: number, fitting: number): string {
  if (candidates === 0) return 'the mapping does not know this element';
  return fitting === 0 ? 'it is none of the elements of this name that the mapping knows' : 'it stands here once more';
}

function expandedName(element: TextElement, name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : `{${element.scope[name.slice(0, colon)] ?? ''}}${name.slice(colon + 1)}`;
}

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

const isHint = (element: TextElement, name: string): boolean =>
  hints.has(name.slice(name.indexOf(':') + 1)) && expandedName(element, name).startsWith(`{${xsi}}`);

/** The text that stands in the element itself. */
const ownText = (text: string, { children }: TextElement): string =>
  stringValue(text, { children: children.filter((child) => !('name' in child)) });
