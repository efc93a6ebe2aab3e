import { TimbreError } from '../../../engine/errors.ts';
import {
  attributeValue,
  findAttribute,
  pieceValue,
  type TextElement,
  type TextPiece,
  tellXmlText,
  type XmlVisitor,
} from '../xml-text/index.ts';
import { isListed, planOf } from './check-values.ts';
import { expanded } from './schema-set.ts';
import type { AttributePlan, ElementPlan, Plan, TypePlan } from './type-plan.ts';

/**
 * Whether `checkValues` may find something. It goes through libxml2's tree, node by node, to say what and where; this only
 * through the text, which other steps have read, and nearly always says no.
 */
export function suspectValues(bytes: Uint8Array, plan: Plan): boolean {
  try {
    let reader: LookUps | undefined;
    tellXmlText(bytes, (text) => {
      reader = new LookUps(text, plan);
      return reader;
    });
    return reader?.suspected ?? true;
  } catch (thrown) {
    // UTF-16 and the like: libxml2 reads it.
    if (thrown instanceof TimbreError) return true;
    throw thrown;
  }
}

class LookUps implements XmlVisitor {
  suspected = false;
  readonly #text: string;
  readonly #plan: Plan;
  /** Of each open element; undefined where nothing in or below it is looked up. */
  readonly #open: (ElementPlan | undefined)[] = [];
  /** The content of those that are looked up themselves, and where in `#open` they are. */
  readonly #contents: { readonly depth: number; content: string }[] = [];

  constructor(text: string, plan: Plan) {
    this.#text = text;
    this.#plan = plan;
  }

  open(element: TextElement): void {
    const plan = this.#planOf(element);
    const needed = plan?.type.isNeeded === true ? plan : undefined;
    this.#open.push(needed);
    if (needed === undefined) return;
    this.#lookUpAttributes(element, needed.type);
    if (needed.type.text !== undefined) this.#contents.push({ depth: this.#open.length, content: '' });
  }

  close(): void {
    const last = this.#contents.at(-1);
    const check = this.#open.at(-1)?.type.text;
    if (last !== undefined && last.depth === this.#open.length && check !== undefined) {
      this.suspected ||= !isListed(last.content, check);
      this.#contents.pop();
    }
    this.#open.pop();
  }

  characters(piece: TextPiece): void {
    for (const each of this.#contents) each.content += pieceValue(this.#text, piece);
  }

  #planOf({ namespace, local }: TextElement): ElementPlan | undefined {
    if (this.#open.length === 0) return this.#plan.roots.get(expanded(namespace, local));
    const parent = this.#open.at(-1);
    return parent && planOf(local, () => namespace, parent.type, this.#plan);
  }

  #lookUpAttributes(element: TextElement, { attributes, openAttributes }: TypePlan): void {
    for (const each of attributes.values()) this.#lookUp(element, each);
    if (openAttributes) for (const each of this.#plan.attributes.values()) this.#lookUp(element, each);
  }

  #lookUp(element: TextElement, { name, namespace, check }: AttributePlan): void {
    const attribute = findAttribute(element, namespace, name);
    this.suspected ||= attribute !== undefined && !isListed(attributeValue(this.#text, attribute), check);
  }
}
