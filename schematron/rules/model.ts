/**
 * A rule set as plain data, whatever it was written in: ISO Schematron (abstract patterns and rules expanded, includes put
 * in place, inactive phases left out) or the XSLT that a Schematron was compiled to. Nothing in it is parsed XPath yet.
 */
export interface RuleSet {
  /** The file that was asked for. */
  readonly file: string;
  readonly title?: string;
  /** `xslt2` or one near it. */
  readonly queryBinding: string;
  /** Prefixes that `sch:ns` declares, for the SVRL. */
  readonly namespaces: readonly { readonly prefix: string; readonly uri: string }[];
  /** The schema's: evaluated once, with the document as context; each sees those before it. */
  readonly lets: readonly Let[];
  readonly keys: readonly Key[];
  readonly functions: readonly FunctionDeclaration[];
  readonly patterns: readonly Pattern[];
  /** By id, for `check.diagnostics`. */
  readonly diagnostics: ReadonlyMap<string, readonly MessagePart[]>;
  /** The phase that was chosen; absent = all patterns. */
  readonly phase?: string;
  /** Every file that was read for it, the first asked for first; documents of `document()` are not among them. */
  readonly sources: readonly string[];
}

/** Where something stands in the sources; line and column from 1, the column in UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What an XPath expression's names mean. Shared between the expressions of one element or file; compare by identity. */
export interface StaticContext {
  /** Prefix to URI; `xml` is included. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** Namespace of element names without prefix; '' = none. */
  readonly elementNamespace: string;
}

/** An XPath expression or, in a rule's context and a key's match, a pattern. */
export interface Expression {
  readonly text: string;
  /** Of the text's first character; of one inside see `placeInside`. */
  readonly place: Place;
  readonly context: StaticContext;
  /** The text as it stands in the file, where that differs: with references and line ends. */
  readonly written?: string;
}

/** `sch:let`, or a global `xsl:variable` or `xsl:param`. One of `select` and `body`; neither is the empty string. */
export interface Let {
  readonly name: string;
  /** Namespace of the name; '' as a rule. */
  readonly uri: string;
  /** A sequence type, e.g. `xs:decimal?`; absent = anything. */
  readonly as?: Expression;
  readonly select?: Expression;
  readonly body?: readonly Instruction[];
  readonly place: Place;
}

/** `xsl:key`. */
export interface Key {
  readonly name: string;
  readonly uri: string;
  readonly match: Expression;
  readonly use: Expression;
  readonly place: Place;
}

/** `xsl:function`. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly uri: string;
  readonly parameters: readonly Parameter[];
  /** Type of the result; absent = anything. */
  readonly as?: Expression;
  readonly body: readonly Instruction[];
  readonly place: Place;
}

export interface Parameter {
  readonly name: string;
  readonly uri: string;
  readonly as?: Expression;
  readonly place: Place;
}

/** What a function's or variable's body consists of: XSLT's sequence constructor, as far as rule sets use it. */
export type Instruction =
  | { readonly kind: 'variable'; readonly variable: Let; readonly place: Place }
  | { readonly kind: 'sequence'; readonly select: Expression; readonly place: Place }
  | { readonly kind: 'copy-of'; readonly select: Expression; readonly place: Place }
  /** Makes a text node of the values' strings, separated (a blank unless said otherwise). */
  | {
      readonly kind: 'value-of';
      readonly select?: Expression;
      readonly body?: readonly Instruction[];
      readonly separator?: string;
      readonly place: Place;
    }
  /** Makes a text node. */
  | { readonly kind: 'text'; readonly text: string; readonly place: Place }
  | {
      readonly kind: 'for-each';
      readonly select: Expression;
      readonly body: readonly Instruction[];
      readonly place: Place;
    }
  | {
      readonly kind: 'choose';
      /** `xsl:when` in order; `xsl:if` is a choose with one. */
      readonly branches: readonly { readonly test: Expression; readonly body: readonly Instruction[] }[];
      readonly otherwise: readonly Instruction[];
      readonly place: Place;
    };

export interface Pattern {
  /** '' where the source gives none. */
  readonly id: string;
  readonly name?: string;
  /** Evaluated once, with the document as context; seen in this pattern only. */
  readonly lets: readonly Let[];
  /** In order: the first whose context matches a node takes it. */
  readonly rules: readonly Rule[];
  /** Which nodes are offered to the rules besides the document and all elements. A compiled XSLT may leave some out. */
  readonly visits: Visits;
  /** Among which of its siblings, besides elements, a node has its position(). */
  readonly siblings: Visits;
  readonly place: Place;
}

export interface Visits {
  readonly attributes: boolean;
  readonly text: boolean;
  /** Comments and processing instructions. */
  readonly asides: boolean;
}

export interface Rule {
  readonly id?: string;
  readonly context: Expression;
  /** Evaluated with the node as context; each sees those before it. */
  readonly lets: readonly Let[];
  readonly checks: readonly Check[];
  /**
   * Only in a compiled XSLT that was written on by hand: lets and checks in order, under conditions and loops. All its
   * checks are in `checks`, and its lets are here only.
   */
  readonly content?: readonly RuleContent[];
  readonly role?: string;
  readonly flag?: string;
  readonly place: Place;
}

export type RuleContent =
  | { readonly kind: 'let'; readonly let: Let }
  /** `index`: in `Rule.checks`. */
  | { readonly kind: 'check'; readonly index: number }
  | {
      readonly kind: 'choose';
      readonly branches: readonly { readonly test: Expression; readonly content: readonly RuleContent[] }[];
      readonly otherwise: readonly RuleContent[];
    }
  /** The content is evaluated with every item as the context, which is also the node that is reported. */
  | { readonly kind: 'for-each'; readonly select: Expression; readonly content: readonly RuleContent[] };

export interface Check {
  /** How the SVRL calls it: failed-assert or successful-report. */
  readonly kind: 'assert' | 'report';
  /** The test's effective boolean value that makes it a finding: false for an assert, true for a report. */
  readonly firesOn: boolean;
  /** '' where the authority gives none (OIOUBL 2.1, UBL-TR, part of Factur-X). */
  readonly id: string;
  readonly test: Expression;
  /** The test as the SVRL shows it; a compiled XSLT may show another one than it evaluates. */
  readonly shownTest: string;
  /** As the source says it: fatal, error, warning, information …; '' = says nothing. From flag, else role. */
  readonly severity: string;
  readonly role?: string;
  readonly flag?: string;
  readonly see?: string;
  /** `@subject`: the node whose location is reported, from the rule's node. */
  readonly subject?: Expression;
  readonly message: readonly MessagePart[];
  /** Ids in `RuleSet.diagnostics`. */
  readonly diagnostics: readonly string[];
  readonly place: Place;
}

export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly select: Expression }
  /** The lexical name of the node, or of the first that `path` selects. */
  | { readonly kind: 'name'; readonly path?: Expression };
