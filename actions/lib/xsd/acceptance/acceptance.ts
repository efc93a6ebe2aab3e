import { isBlank, pieceValue, type TextElement, type TextPiece, type XmlVisitor } from '../../xml-text/index.ts';
import { normalise } from '../simple-type.ts';
import type { State } from './automaton.ts';
import type { Declarations } from './declarations.ts';
import type { Child, ChildrenRule, ElementRule, TypeRule } from './rules.ts';
import type { Values } from './values.ts';

/** An element that is open. */
interface Open {
  readonly element: ElementRule;
  readonly type: TypeRule;
  /** Behind the last of its children. */
  state: State<Child> | undefined;
  children: number;
}

/** Goes through a document as long as it is certain that everything in it is right. */
export class Acceptance implements XmlVisitor {
  isCertain = true;
  readonly #text: string;
  readonly #declarations: Declarations;
  readonly #open: Open[] = [];
  /** The text of the innermost element that is open, if it has no children. */
  #content = '';

  constructor(text: string, declarations: Declarations) {
    this.#text = text;
    this.#declarations = declarations;
  }

  open(element: TextElement): void {
    if (!this.isCertain) return;
    const parent = this.#open.at(-1);
    const rule =
      parent === undefined
        ? this.#declarations.global(element.namespace, element.local)
        : this.#childOf(parent, element);
    const type = rule?.type;
    if (rule === undefined || type === undefined || !type.attributes.accepts(element, this.#text)) {
      this.isCertain = false;
      return;
    }
    const { content } = type;
    this.#open.push({
      element: rule,
      type,
      state: content.values === undefined ? content.start : undefined,
      children: 0,
    });
    this.#content = '';
  }

  characters(piece: TextPiece): void {
    const { content } = this.#open.at(-1)?.type ?? {};
    if (!this.isCertain || content === undefined) return;
    if (content.values !== undefined) this.#content += pieceValue(this.#text, piece);
    else if (!content.mixed) this.isCertain = mayHaveChildren(content) && !piece.cdata && isBlank(this.#text, piece);
  }

  close(): void {
    if (!this.isCertain) return;
    const last = this.#open.pop();
    if (last === undefined) return;
    const { values } = last.type.content;
    this.isCertain = values === undefined ? last.state?.ends === true : isRight(this.#content, last.element, values);
  }

  #childOf(parent: Open, { namespace, local }: TextElement): ElementRule | undefined {
    const { content } = parent.type;
    if (content.values !== undefined || ++parent.children > content.mostChildren) return undefined;
    const named = content.named.get(local)?.find((each) => each.namespace === namespace);
    if (named !== undefined) {
      parent.state = parent.state?.next.get(named);
      return parent.state && named.element;
    }
    const wildcard = content.wildcards.find((each) => each.admits(namespace) && parent.state?.next.has(each));
    parent.state = wildcard && parent.state?.next.get(wildcard);
    return parent.state && this.#declarations.global(namespace, local);
  }
}

/** Where no child may be, white space may not be either (XML Schema part 1, 3.4.4). */
const mayHaveChildren = ({ start }: ChildrenRule): boolean => start.next.size > 0;

/** A value that is declared stands in for none. */
function isRight(content: string, { fixed, preset }: ElementRule, { whiteSpace, has }: Values): boolean {
  if (preset && content === '') return false;
  const value = normalise(content, whiteSpace);
  return has(value) && (fixed === undefined || value === fixed);
}
