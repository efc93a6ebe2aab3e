import type { Action } from './action.ts';
import type { ArtefactPin } from './artefacts.ts';
import type { CompiledExpression, Scope } from './expression.ts';
import type { Pace } from './pacing.ts';
import type { Position } from './source.ts';

/** The files of a feature's folder, by path relative to it. Only these decide what the feature does. */
export type FeatureFiles = Readonly<Record<string, string>>;

/** A feature, loaded and checked: ready to run. */
export interface Feature {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** sha256 over its files and the pins of its artefacts: what a run is pinned to. */
  readonly digest: string;
  readonly files: FeatureFiles;
  /** Inclusive and exclusive end, `YYYY-MM-DD`; compared with the date that `by` names in the business data. */
  readonly effective: { readonly from: string; readonly until?: string; readonly by: string };
  readonly settings: Readonly<Record<string, Setting>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  /** What connectors need besides, by the setting that chooses among them and by their names. */
  readonly connectors: Readonly<Record<string, Readonly<Record<string, Needs>>>>;
  readonly artefacts: Readonly<Record<string, ArtefactPin>>;
  readonly pipelines: Readonly<Record<string, Pipeline>>;
}

/** What an environment must give. */
export interface Needs {
  readonly settings: Readonly<Record<string, Setting>>;
  readonly secrets: Readonly<Record<string, Secret>>;
}

export interface Secret {
  readonly kind: 'certificate' | 'secret';
  /** How the authority writes the serial number of the certificate. */
  readonly numberForm?: 'ascii' | 'decimal' | 'hexadecimal';
  readonly summary?: string;
}

export interface Setting {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly default?: unknown;
  readonly summary?: string;
}

export interface Pipeline {
  readonly name: string;
  readonly title: string;
  /** Fields of the context and the values each may have. */
  readonly applies: Readonly<Record<string, readonly string[]>>;
  /** Fields the context takes on when it does not name them (`country`, `documentType` …). */
  readonly defaults: Readonly<Record<string, CompiledExpression>>;
  /** Checks the business data; problems carry JSON paths. */
  readonly input: InputCheck;
  /** Files that it takes besides the business data, by the name that steps have for them. */
  readonly attachments: Readonly<Record<string, AttachmentPort>>;
  /** What makes a fiscal document one document; empty = nothing is claimed. */
  readonly identity: readonly CompiledExpression[];
  /** What tells documents apart that have one identity: it was added when documents had been claimed without it. */
  readonly toldApartBy: readonly CompiledExpression[];
  /** The files that came in which it is for: its business data is then `{ type: 'received', issueDate, document }`. */
  readonly recognises: readonly Recognised[];
  /** An accepted run of it frees the identity of the run it is related to: what that issued is no longer valid. */
  readonly cancels: boolean;
  /** Of which document its own one speaks, where it does. */
  readonly concerns?: Concerns;
  readonly steps: readonly Step[];
  readonly result: {
    readonly documents: Readonly<Record<string, DocumentReference>>;
    readonly values: Readonly<Record<string, CompiledExpression>>;
  };
  /** The types of everything the pipeline's expressions may name. */
  readonly scope: Scope;
}

/** The document that another one speaks of, days later: one that a run of the same feature has issued. */
export interface Concerns {
  /** The pipeline that issued it. */
  readonly pipeline: string;
  /** Its identity and what tells it apart, part by part as that pipeline has them. */
  readonly identity: readonly CompiledExpression[];
  /** Must hold for the run that was found, which is `original` there. */
  readonly when?: CompiledExpression;
  /** What is said of it: the first that holds. */
  readonly says: readonly { readonly said: Said; readonly expression: CompiledExpression }[];
}

/** What somebody else says of a document that was issued: an outcome, but not the authority's. */
export type Said = Extract<Outcome, 'accepted' | 'refused' | 'pending'>;

/** Documents that a pipeline is for: by their root element and, where many have the same, by texts in them. */
export interface Recognised extends RootElement {
  /** Paths of local names below the root, `a/b/c`, and the texts of which one stands there. */
  readonly where: Readonly<Record<string, readonly string[]>>;
  /** Only where the document is attached to a PDF. */
  readonly attached: boolean;
}

/** The root element of an XML document. */
export interface RootElement {
  readonly element: string;
  /** Empty where it has none. */
  readonly namespace: string;
}

export interface InputCheck {
  /** Of business data in general; the types of expressions follow from it. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The context tells which schema is meant, where there are several. */
  check(data: unknown, context?: Readonly<Record<string, string>>): readonly import('./errors.ts').Problem[];
}

/** A file that a submission brings along. */
export interface AttachmentPort {
  readonly mediaType: string;
  readonly required: boolean;
  readonly summary: string;
}

/**
 * A document that an earlier step left, or `input` (the business data), a connector's own input or an attachment, or the first of
 * several that is there.
 */
export type DocumentReference =
  | { readonly step: string; readonly document: string }
  | { readonly input: string }
  | { readonly either: readonly DocumentReference[] };

export type Step = ActionStep | ConnectorStep;

interface AnyStep {
  /** As the author wrote it; unique in its list. */
  readonly id: string;
  readonly at: Position;
  readonly when?: CompiledExpression;
  /** The business data that it sees as `invoice`, where that is not the submission's own: a JSON document. */
  readonly data?: DocumentReference;
  readonly in: Readonly<Record<string, DocumentReference>>;
}

export interface ActionStep extends AnyStep {
  readonly kind: 'action';
  readonly action: Action;
  readonly prepared: unknown;
  readonly retry?: Retry;
  readonly outcomes?: Outcomes;
  readonly recover?: Recover;
  readonly poll?: Poll;
  readonly pace?: Pace;
  /** A read: asking again changes nothing. */
  readonly repeatSafe: boolean;
}

/** One operation of the connector that a setting names; the steps run as if they stood in the pipeline. */
export interface ConnectorStep extends AnyStep {
  readonly kind: 'connector';
  readonly setting: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

export interface Operation {
  readonly steps: readonly Step[];
  /** Values handed in, evaluated in the caller's scope; documents go by `in`. */
  readonly inputs: Readonly<Record<string, CompiledExpression>>;
  readonly out: {
    readonly documents: Readonly<Record<string, DocumentReference>>;
    readonly values: Readonly<Record<string, CompiledExpression>>;
  };
}

/** After a failure that is proven to have changed nothing. Times in milliseconds. */
export interface Retry {
  readonly attempts: number;
  readonly first: number;
  readonly factor: number;
  readonly longest: number;
}

export type Outcome = 'accepted' | 'duplicate' | 'refused' | 'unavailable' | 'pending' | 'unknown';

/** Rules in the order of their proof; the first that holds is the outcome, none (or an error in one) is `unknown`. */
export interface Outcomes {
  readonly rules: readonly OutcomeRule[];
}

export interface OutcomeRule {
  readonly outcome: Exclude<Outcome, 'unknown'>;
  readonly expression?: CompiledExpression;
  /** Values of `reply.code` (text) that prove it. */
  readonly code?: readonly string[];
  readonly status?: readonly number[];
  readonly notSent?: true;
  /** The authority's table: what each code means and what to do about it. */
  readonly codes?: Readonly<Record<string, AuthorityCode>>;
}

export interface AuthorityCode {
  readonly outcome: Exclude<Outcome, 'unknown'>;
  readonly message: string;
  readonly hint?: string;
  /** Field of the business data it is about. */
  readonly path?: string;
}

/** How the authority is asked after an unknown or duplicate outcome. Times in milliseconds. */
export interface Recover {
  readonly ask: readonly Step[];
  readonly found: CompiledExpression;
  readonly absent?: CompiledExpression;
  /** Must hold for what was found: it is the document that was sent. */
  readonly same?: CompiledExpression;
  /** What the step takes on when found: documents and values of the ask steps, under this step's own names. */
  readonly documents: Readonly<Record<string, DocumentReference>>;
  readonly values: Readonly<Record<string, CompiledExpression>>;
  readonly settle: number;
  readonly startWithin: number;
  readonly every: number;
  readonly attempts: number;
}

/** The run is parked between tries. Times in milliseconds. */
export interface Poll {
  readonly until: CompiledExpression;
  readonly every: number;
  readonly deadline: number;
}
