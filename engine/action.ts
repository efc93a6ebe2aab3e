import type { Artefact, ArtefactPin } from './artefacts.ts';
import type { Document, Value } from './document.ts';
import type { Problem, ProblemCode } from './errors.ts';
import type { CompiledExpression, Scope, Variables } from './expression.ts';
import type { Http } from './http.ts';
import type { Position, SourceFile } from './source.ts';
import type { ClientIdentity, Signer } from './vault.ts';

/**
 * What a step can touch. It decides what the context holds, by type and at run time, and what the engine may do:
 * `pure` repeat at will · `secret` keep the first output · `state` allocate once per run and step ·
 * `external` record the attempt first, never repeat it on a guess.
 */
export type Effect = 'pure' | 'secret' | 'state' | 'external';

/** What every action sees: its inputs, the run's variables and the artefacts its feature pins. No clock, chance, secret or network. */
export interface PureContext {
  readonly run: { readonly id: string; readonly startedAt: Date };
  readonly step: string;
  readonly in: Readonly<Record<string, Document>>;
  /** `invoice`, `context`, `settings`, `steps`, inside a connector `inputs`: what expressions may name. */
  readonly variables: Variables;
  /** The pulled artefact, or undefined where it is not in the cache and the environment lets the step go without it. */
  artefact(name: string): Promise<Artefact | undefined>;
}

export interface SecretContext extends PureContext {
  /** Recorded with the run; the same after a resume. */
  readonly signingTime: Date;
  /** The certificate and key behind a name in the feature's `secrets`. */
  signer(name: string): Promise<Signer>;
}

export interface StateContext extends PureContext {
  /** The next number of a counter, from `first` on: once per run and step, without gaps. */
  allocate(counter: string, first: number): Promise<number>;
}

export interface ExternalContext extends PureContext {
  /** Counts from 1. */
  readonly attempt: number;
  readonly signingTime: Date;
  /** Requests made through it are fenced: after `startWithin` nothing leaves. */
  readonly http: Http;
  /** The value of a name in the feature's `secrets`; it goes on the wire only. */
  secret(name: string): Promise<string>;
  clientIdentity(name: string): Promise<ClientIdentity>;
}

/** What a step leaves. Document names are those of `out`. */
export interface StepOutput {
  readonly documents?: Readonly<Record<string, NewDocument>>;
  readonly values?: Readonly<Record<string, Value>>;
  /** Warnings; a problem of severity `error` is thrown as a `TimbreError` instead and fails the run. */
  readonly problems?: readonly Problem[];
}

/** A moment, or so many milliseconds from when the step was first reached. */
export type Moment = { readonly until: Date } | { readonly for: number };

/** A message that a step waits for: by its name and by the values that say which of them it is. */
export interface Awaited {
  readonly name: string;
  readonly where: Readonly<Record<string, string>>;
}

/** What a pure step leaves. */
export interface PureOutput extends StepOutput {
  /**
   * Parks the run before the step is done: until a moment, or for so many milliseconds from when the step was first
   * reached. `run` is called again then, and must leave the same. With a message the step is done when that comes, its bytes the
   * document `document`; if it has not come by then the run is held.
   */
  readonly wait?: Moment | (Moment & { readonly message: Awaited });
}

export interface NewDocument {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** File name for people; the engine makes one from step, name and media type otherwise. */
  readonly fileName?: string;
}

/** What came back from the world: kept as documents, judged by the step's `outcomes`. */
export interface Reply extends StepOutput {
  /** Proven: not one byte of the request left. */
  readonly notSent?: boolean;
  /** HTTP status; absent without an answer. */
  readonly status?: number;
  /** Milliseconds the authority asks to wait (Retry-After). */
  readonly retryAfter?: number;
  /** Why there is no usable answer, without secrets. */
  readonly failure?: string;
}

/** An external action first says what it is about to send; the engine records that, then lets it go out. */
export interface Exchange {
  /** The request as it is kept: secrets masked. */
  readonly documents: Readonly<Record<string, NewDocument>>;
  /** The host it goes to, by which it is paced. */
  readonly authority?: string;
  /** Never rejects for what the world does; that is a `Reply`. */
  send(): Promise<Reply>;
}

/** What a person found at the authority: documents and values by the names they have in a reply. */
export interface Found {
  readonly documents: Readonly<Record<string, Uint8Array>>;
  readonly values: Readonly<Record<string, string>>;
}

/** A document port of an action. */
export interface DocumentPort {
  readonly summary: string;
  /** Media types it takes or gives; absent = any (in) or decided by `with` (out, see `outputs`). */
  readonly mediaTypes?: readonly string[];
  readonly optional?: boolean;
}

/** A value that an action leaves, as a JSON Schema: expressions are checked against it. */
export type ValueSchema = Readonly<Record<string, unknown>>;

/** What an action may use while a feature is loaded. Everything it reports has a place. */
export interface Loading {
  /** Stands for this one loading of the feature: what its steps prepare from one file may be shared as far, and no further. */
  readonly load: object;
  readonly scope: Scope;
  /** `data` and media type of each wired input are known by then. */
  readonly inputs: Readonly<Record<string, { readonly mediaType: string | undefined }>>;
  /** Reads and parses a YAML or JSON file of the feature; undefined (and reported at `at`) when it cannot be. */
  file(path: string, at: Position): SourceFile | undefined;
  /** Any text file of the feature. */
  text(path: string, at: Position): string | undefined;
  /** The pin of a name in `artefacts.yaml`; undefined (and reported) when it is not there. */
  artefact(name: string, at: Position): ArtefactPin | undefined;
  /**
   * What is to be looked up in artefacts, by their names: done where a feature is checked beside them and all of them were pulled, never
   * where it is only loaded.
   */
  whenPulled(names: readonly string[], look: (artefacts: readonly Artefact[]) => Promise<void>): void;
  /** Whether the feature declares this secret with this kind; reported when it does not. */
  secret(name: string, kind: 'certificate' | 'secret', at: Position): boolean;
  /** Compiles `=…` or takes a constant; undefined (and reported) when it does not check. `scope` replaces the step's own. */
  expression(
    value: unknown,
    at: Position,
    options?: { scope?: Scope; expects?: string },
  ): CompiledExpression | undefined;
  report(code: ProblemCode, message: string, at: Position, hint?: string): void;
  /** There while a feature is measured: announces an expression of a mapping, gives what is told each value of it. */
  watch?(at: Position): (value: unknown) => void;
}

interface Described<W, P> {
  readonly name: string;
  readonly summary: string;
  /** JSON Schema of `with`; `description` on everything, it becomes docs and editor completion. */
  readonly with: Readonly<Record<string, unknown>>;
  /** By name; `*` stands for any number of inputs of any other name. */
  readonly in: Readonly<Record<string, DocumentPort>>;
  readonly out: Readonly<Record<string, DocumentPort>>;
  /** Values that every use leaves. */
  readonly values?: Readonly<Record<string, ValueSchema>>;
  /**
   * Where `with` decides media types and values: called while loading, after `prepare`, whose result it gets
   * (undefined when that reported something).
   */
  outputs?(
    parameters: W,
    prepared: P | undefined,
  ): {
    readonly documents?: Readonly<Record<string, string>>;
    readonly values?: Readonly<Record<string, ValueSchema>>;
  };
  readonly errors: readonly ProblemCode[];
  /** Whole steps in YAML, run as tests and shown in the docs. */
  readonly examples: readonly ActionExample[];
  /** Once per loaded feature: compiles what `with` names. `parameters` is the raw value of `with`, already valid. */
  prepare(parameters: W, loading: Loading, at: Position): P | undefined;
}

export interface ActionExample {
  readonly title: string;
  /** The step: `id`, `uses`, `with` … */
  readonly step: string;
  /** Files that `with` names. */
  readonly files?: Readonly<Record<string, string>>;
  readonly in?: Readonly<Record<string, { readonly mediaType: string; readonly content: string }>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly expect: {
    readonly documents?: Readonly<Record<string, string>>;
    readonly values?: Readonly<Record<string, Value>>;
    readonly problem?: ProblemCode;
  };
}

export interface PureAction<W, P> extends Described<W, P> {
  readonly effect: 'pure';
  run(context: PureContext, prepared: P): PureOutput | Promise<PureOutput>;
}
export interface SecretAction<W, P> extends Described<W, P> {
  readonly effect: 'secret';
  run(context: SecretContext, prepared: P): Promise<StepOutput>;
}
export interface StateAction<W, P> extends Described<W, P> {
  readonly effect: 'state';
  run(context: StateContext, prepared: P): Promise<StepOutput>;
}
export interface ExternalAction<W, P> extends Described<W, P> {
  readonly effect: 'external';
  /** Builds the request without touching the world. */
  exchange(context: ExternalContext, prepared: P): Promise<Exchange>;
  /** The reply that would have brought what a person found at the authority. Throws what is missing in it or unknown. */
  reply?(found: Found, prepared: P): Reply;
}

/** Any action; the engine passes `with` and what `prepare` made of it through unseen. */
export type Action =
  | PureAction<never, unknown>
  | SecretAction<never, unknown>
  | StateAction<never, unknown>
  | ExternalAction<never, unknown>;

/** Gives an action its types: the effect chooses what `run` gets to see. */
export function defineAction<W, P>(action: PureAction<W, P>): PureAction<W, P>;
export function defineAction<W, P>(action: SecretAction<W, P>): SecretAction<W, P>;
export function defineAction<W, P>(action: StateAction<W, P>): StateAction<W, P>;
export function defineAction<W, P>(action: ExternalAction<W, P>): ExternalAction<W, P>;
export function defineAction(action: unknown): unknown {
  return action;
}
