import type { Problem } from '../../../engine/errors.ts';
import type { CompiledExpression, JsonSchema } from '../../../engine/expression.ts';
import type { Position } from '../../../engine/source.ts';

/** A mapping file, read and checked: a tree that looks like the document it makes. */
export type Mapping = XmlMapping | HtmlMapping | JsonMapping | TextMapping;

interface AnyMapping {
  readonly name: string;
  readonly mediaType: string;
  /** The names of the step's scope, in the order of their indexes. */
  readonly variables: readonly Slot[];
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
  /** What it does, for generated code; absent where somebody wants to see each value. */
  readonly code?: CompiledExpression | undefined;
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
  readonly back: Back;
  /** `$readOnly`: never written. */
  readonly readOnly: boolean;
}

/** What a text means that is read where a leaf was written. */
export type Back =
  | { readonly kind: 'value'; readonly assigns: readonly Assign[] }
  /** It must be this text, and carries nothing. */
  | { readonly kind: 'constant'; readonly text: string }
  /** `$writeOnly` or `$readOnly`: known, and passed over. */
  | { readonly kind: 'nothing' }
  /** Nothing says how it is read; why it does not invert by itself. */
  | { readonly kind: 'unknown'; readonly why: string };

/** A path of the business data that is set: to a constant, to the text that was read, or to what an expression gives. */
export interface Assign {
  readonly target: Target;
  readonly value: 'text' | 'position' | Constant | Computed;
}

export interface Constant {
  readonly constant: string | number | boolean;
}

/** An expression over what was read without one. */
export interface Computed {
  readonly expression: CompiledExpression;
  /** The names it uses besides `value`, `element` and `position`. */
  readonly names: readonly (readonly [name: string, place: DataPlace])[];
  /** The attributes, or members, that it looks at through `element`, and the names under which it gets them. */
  readonly siblings: readonly (readonly [name: string, variable: string])[];
  readonly usesPosition: boolean;
}

/** A place in the business data: from the value of a slot on. Without segments it is the item of a loop itself. */
export interface DataPlace {
  readonly slot: number;
  readonly segments: readonly string[];
}

/** Where something that is read goes. */
export interface Target extends DataPlace {
  /** The segments but for the last, and the last. */
  readonly way: readonly string[];
  readonly last: string | undefined;
  /** The type of the expression language that the business data have there. */
  readonly type: string;
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
  readonly at: Position;
  /** The list that items which are read go to; `none` keeps them nowhere; undefined where nothing says it. */
  readonly into: Target | 'none' | undefined;
}

export interface Local {
  readonly slot: Slot;
  readonly source: Source;
}

export interface Slot {
  readonly name: string;
  readonly index: number;
  readonly schema: JsonSchema;
  readonly origin: Origin;
}

export interface Element {
  readonly kind: 'element';
  readonly name: string;
  /** `{namespace}local`. */
  readonly expanded: string;
  /** `$readOnly`: never written. */
  readonly readOnly: boolean;
  /** `$writeOnly`, or `$readOnly` with nothing in it: known, and passed over with all that is in it. */
  readonly passedOver: boolean;
  /** `$read`: set when the element is there. */
  readonly sets: readonly Assign[];
  readonly header: Header;
  readonly attributes: readonly Attribute[];
  readonly content: readonly (Element | Leaf)[];
  readonly empty: boolean;
}

export interface Attribute {
  readonly name: string;
  /** `{namespace}local`; without a prefix `{}local`. */
  readonly expanded: string;
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
  readonly readOnly: boolean;
  readonly passedOver: boolean;
  readonly sets: readonly Assign[];
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
