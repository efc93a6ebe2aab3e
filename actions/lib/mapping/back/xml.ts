import { fail } from '../../../../engine/errors.ts';
import {
  attributeValue,
  readXmlText,
  stringValue,
  type TextAttribute,
  type TextElement,
} from '../../xml-text/index.ts';
import type { XmlMapping } from '../mapping.ts';
import { decodeXml } from './encoding.ts';
import type { Note, ReadDocument } from './index.ts';
import { type ElementPlan, localOf, planElement } from './plan.ts';
import { Session, type Source } from './session.ts';
import { XPaths } from './xpath.ts';

/** What reads an XML document, whatever its prefixes and whatever the order of its elements. */
export function compileXmlReader(mapping: XmlMapping, slot: number): ReadDocument {
  const plan = planElement(mapping.root);
  const local = localOf(mapping.root.expanded);
  return (bytes) => {
    const { text, root } = readXmlText(decodeXml(bytes));
    if (root.local !== local || root.namespace !== plan.namespace) {
      const wanted = `${local} of ${plan.namespace || 'no namespace'}`;
      fail(
        'PARSE_OTHER_DOCUMENT',
        `The document is ${root.local} of ${root.namespace || 'no namespace'}, not ${wanted}.`,
      );
    }
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
  #agrees(plan: ElementPlan, element: TextElement): boolean {
    for (const [key, { back }] of plan.attributes) {
      if (back.kind !== 'constant') continue;
      const attribute = element.attributes.find(({ name }) => name === key || expandedName(element, name) === key);
      if (attribute === undefined || attributeValue(this.#text, attribute) !== back.text) return false;
    }
    return plan.text?.back.kind !== 'constant' || plan.text.back.text === ownText(this.#text, element).trim();
  }

  #characters(plan: ElementPlan, element: TextElement): void {
    const text = ownText(this.#text, element);
    if (plan.text === undefined || plan.children.size > 0 ? text.trim() === '' : text === '') return;
    if (plan.text !== undefined) this.#session.leaf(plan.text, text, element);
    else this.#note(element, undefined, 'the mapping knows no text in this element');
  }
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
