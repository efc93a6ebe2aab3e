import type { AttributeNames } from './attribute-names.ts';
import type { AttributeTable } from './attribute-table.ts';
import type { NamespaceScope, TextAside, TextAttribute, TextChild, TextElement, TextPiece } from './model.ts';
import type { ReadName } from './names.ts';

/** A child, and what stands behind it: a chain takes less memory than a list in each element. */
export type Linked = ReadElement | ReadPiece;

export interface ReadPiece extends TextPiece {
  next: Linked | undefined;
}

/** An element as it is read. */
export class ReadElement implements TextElement {
  readonly namespace: string;
  readonly scope: NamespaceScope;
  readonly start: number;
  readonly insertAt: number;
  /** -1 until the end is read. */
  close = -1;
  end = -1;
  asides: TextAside[] | undefined = undefined;
  first: Linked | undefined = undefined;
  next: Linked | undefined = undefined;
  /** Where its attributes are in the table. */
  readonly row: number;
  readonly #table: AttributeTable;
  readonly #name: ReadName;

  constructor(
    name: ReadName,
    { namespace, scope }: Pick<TextElement, 'namespace' | 'scope'>,
    { start, insertAt }: Pick<TextElement, 'start' | 'insertAt'>,
    table: AttributeTable,
    row: number,
  ) {
    this.#name = name;
    this.namespace = namespace;
    this.scope = scope;
    this.start = start;
    this.insertAt = insertAt;
    this.#table = table;
    this.row = row;
  }

  /** Its end tag, or the `/>` where it has none, stands from `close` to `end`. */
  endAt(close: number, end: number): void {
    this.close = close;
    this.end = end;
  }

  get name(): string {
    return this.#name.written;
  }

  get readName(): ReadName {
    return this.#name;
  }

  get local(): string {
    return this.#name.local;
  }

  get attributes(): readonly TextAttribute[] {
    return this.#table.of(this.row);
  }

  get attributeCount(): number {
    return this.#table.count(this.row);
  }

  attribute(name: string): TextAttribute | undefined {
    return this.#table.named(this.row, name);
  }

  places(names: AttributeNames): Int32Array {
    return this.#table.placesOf(this.row, names);
  }

  /** The same element, of which some attributes stand elsewhere or are new. */
  withAttributes(attributes: readonly TextAttribute[]): ReadElement {
    const { namespace, scope } = this;
    const row = this.#table.copy(this.row, attributes);
    const element = new ReadElement(this.#name, { namespace, scope }, this, this.#table, row);
    element.endAt(this.close, this.end);
    element.asides = this.asides;
    element.first = this.first;
    return element;
  }

  forElements(visit: (child: TextElement) => void): void {
    for (let child = this.first; child !== undefined; child = child.next)
      if (child instanceof ReadElement) visit(child);
  }

  get children(): readonly TextChild[] {
    const children: TextChild[] = [];
    for (let child = this.first; child !== undefined; child = child.next) children.push(child);
    return children;
  }
}
