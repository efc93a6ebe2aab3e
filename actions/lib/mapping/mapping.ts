import type { Problem } from '../../../engine/errors.ts';
import type { Position } from '../../../engine/source.ts';

/** A mapping file, read and checked: a tree that looks like the document it makes. */
export type Mapping = XmlMapping | HtmlMapping | JsonMapping | TextMapping;

interface AnyMapping {
  readonly name: string;
  readonly mediaType: string;
  /** The names of the step's scope, in the order of their slots. */
  readonly variables: readonly string[];
}

export interface XmlMapping extends AnyMapping {
  readonly writes: 'xml';
  /** Prefix and namespace of every prefix that a name uses; the empty prefix is the default namespace. */
  readonly namespaces: readonly (readonly [prefix: string, namespace: string])[];
  readonly root: Element;
}

export interface HtmlMapping extends AnyMapping {
  readonly writes: 'html';
  readonly root: Element;
}

export interface JsonMapping extends AnyMapping {
  readonly writes: 'json';
  readonly root: JsonNode;
}

export interface TextMapping extends AnyMapping {
  readonly writes: 'text';
  readonly parts: readonly TextPart[];
}

/** What one run of a mapping has at hand: the values of all names by slot, and by name for computed expressions. */
export interface Frame {
  readonly values: unknown[];
  readonly variables: Record<string, unknown>;
  /** What is wrong with the data; all of it, not the first thing. */
  readonly problems: Problem[];
}

/** Where in the business data a value comes from, with the indexes of the loops; undefined where it is not from there. */
export type Origin = (frame: Frame) => string | undefined;

/** An expression in its place. `read` never throws: what goes wrong is noted in the frame and the value is absent. */
export interface Source {
  readonly at: Position;
  /** As the author wrote it, without `=`. */
  readonly text: string;
  readonly type: string;
  readonly read: (frame: Frame) => unknown;
  readonly origin: Origin;
}

export interface CodeTable {
  readonly name: string;
  readonly codes: ReadonlyMap<string, string>;
}

export type LeafType = 'string' | 'number' | 'boolean';

/** One value that is written: a constant (as text) or an expression, through a code table where one is named. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly at: Position;
  readonly value: string | Source;
  readonly table?: CodeTable;
  /** `$empty`: written although absent. */
  readonly empty: boolean;
  /** `$file`: a constant that HTML takes as it stands, because nothing in a `style` can be escaped. */
  readonly raw?: true;
  /** The JSON type; undefined where the value itself decides. */
  readonly type?: LeafType;
}

/** `$for`, `$with` and `$if`, in the order in which they act. */
export interface Header {
  readonly loop?: Loop;
  readonly locals: readonly Local[];
  readonly condition?: Source;
  /** Names that the condition does not need, and those of fragments: known once it held. */
  readonly late: readonly Local[];
}

export interface Loop {
  readonly list: Source;
  readonly item: Slot;
  readonly index: Slot;
}

export interface Local {
  readonly slot: Slot;
  readonly source: Source;
}

export interface Slot {
  readonly name: string;
  readonly index: number;
  readonly origin: Origin;
}

export interface Element {
  readonly kind: 'element';
  readonly name: string;
  readonly header: Header;
  readonly attributes: readonly Attribute[];
  readonly content: readonly (Element | Leaf)[];
  readonly empty: boolean;
}

export interface Attribute {
  readonly name: string;
  readonly leaf: Leaf;
}

export type JsonNode = JsonLeaf | JsonObject | JsonList;

export interface JsonLeaf {
  readonly kind: 'value';
  readonly header: Header;
  readonly leaf: Leaf;
}

export interface JsonObject {
  readonly kind: 'object';
  readonly header: Header;
  readonly members: readonly (readonly [name: string, node: JsonNode])[];
  readonly empty: boolean;
}

export interface JsonList {
  readonly kind: 'list';
  readonly items: readonly JsonNode[];
}

export type TextPart = Leaf | TextGroup;

export interface TextGroup {
  readonly kind: 'group';
  readonly header: Header;
  readonly parts: readonly TextPart[];
  /** Stands between what the loop makes or, without a loop, between the parts; absent ones do not count. */
  readonly separator: string;
}
