import type { Action } from '../action.ts';
import type { ArtefactPin } from '../artefacts.ts';
import type { Scope } from '../expression.ts';
import type { Operation, Secret, Setting } from '../feature.ts';
import type { SchemaObject } from '../schema/index.ts';
import type { SourceFile } from '../source.ts';
import type { Lookup } from './artefacts.ts';
import type { OpenConnector } from './connectors.ts';
import type { Known } from './known.ts';
import type { Report } from './report.ts';
import type { Sources } from './sources.ts';

/** What all parts of one feature are compiled against. */
export interface Parts {
  readonly report: Report;
  readonly sources: Sources;
  readonly actions: ReadonlyMap<string, Action>;
  /** feature.yaml. */
  readonly file: SourceFile;
  /** In a connector, its own too; so are the secrets. */
  readonly settings: Readonly<Record<string, Setting>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Those that were opened, by setting and name. */
  readonly connectors: Map<string, OpenConnector | undefined>;
  /** Undefined when artefacts.yaml cannot be read: then nothing is said against a name. */
  readonly pins: Readonly<Record<string, ArtefactPin>> | undefined;
  /** What is to be looked up in artefacts where they are at hand. */
  readonly lookups: Lookup[];
  /** JSON Schemas, by their `$id`, that schemas of business data may refer to besides the invoice model. */
  readonly schemas: readonly SchemaObject[];
}

/** Where a list of steps stands: what it may name and use. */
export interface StepContext {
  readonly parts: Parts;
  /** Everything expressions may name but `steps`. */
  readonly scope: Scope;
  /** Media types of `input`, of `attachments.<name>` and, in a connector, of the operation's documents. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What a first step's `document` is taken from, if it says nothing. */
  readonly firstInput: string | undefined;
  /** The steps ask the authority what became of a request. */
  readonly asking?: true;
  /** The connector the list belongs to, for `self/…`. */
  readonly connector?: OpenConnector;
  /** Operations of connectors that were compiled for this pipeline, by setting, connector and name. */
  readonly operations: Map<string, CompiledOperation | undefined>;
  /** Operations that are being compiled: what leads back to one of them is a cycle. */
  readonly open: readonly string[];
}

/** An operation apart from the values handed to it. */
export interface CompiledOperation {
  readonly operation: Omit<Operation, 'inputs'>;
  readonly leaves: Known;
}
