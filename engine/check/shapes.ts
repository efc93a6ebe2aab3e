import type { OutcomeRule, RootElement, Said, Secret } from '../feature.ts';

/** What feature.yaml and connectors/*.yaml hold once their schema held (schemas/feature.base.json and the like). */
export interface FeatureYaml {
  readonly feature: string;
  readonly title: string;
  readonly version: string;
  readonly effective: { readonly from: string; readonly until?: string; readonly by: string };
  readonly settings?: SettingsYaml;
  readonly secrets?: Readonly<Record<string, Secret>>;
  readonly artefacts?: string;
  readonly pipelines: Readonly<Record<string, PipelineYaml>>;
}

export type SettingsYaml = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface PipelineYaml {
  readonly title?: string;
  readonly applies: Readonly<Record<string, string | readonly string[]>>;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly input: string | readonly InputYaml[];
  readonly attachments?: Readonly<Record<string, AttachmentYaml>>;
  readonly identity?: readonly string[];
  readonly toldApartBy?: readonly string[];
  readonly recognises?: RecognisesYaml | readonly RecognisesYaml[];
  readonly cancels?: boolean;
  readonly concerns?: ConcernsYaml;
  readonly steps: readonly StepYaml[];
  readonly result?: OutYaml;
}

export interface ConcernsYaml {
  readonly pipeline: string;
  readonly identity: readonly string[];
  readonly when?: string;
  readonly says?: Readonly<Partial<Record<Said, string>>>;
}

/** Of several schemas each but the last says when it is meant. */
export type InputYaml = string | { readonly when: string; readonly schema: string };

export interface AttachmentYaml {
  readonly mediaType: string;
  readonly required?: boolean;
  readonly summary: string;
}

/** A document reference, or several, of which the first is taken that is there. */
export type DocumentYaml = string | readonly string[];

export interface RecognisesYaml extends RootElement {
  readonly where?: Readonly<Record<string, string | readonly string[]>>;
  readonly attached?: boolean;
}

export interface OutYaml {
  readonly document?: DocumentYaml;
  readonly documents?: Readonly<Record<string, DocumentYaml>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface StepYaml {
  readonly id: string;
  readonly uses: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly in?: Readonly<Record<string, DocumentYaml>>;
  readonly data?: DocumentYaml | { readonly document: DocumentYaml; readonly schema: string };
  readonly when?: unknown;
  readonly repeat?: 'safe';
  readonly retry?: {
    readonly attempts?: number;
    readonly first?: string;
    readonly factor?: number;
    readonly longest?: string;
  };
  readonly outcomes?: OutcomesYaml;
  readonly recover?: RecoverYaml;
  readonly poll?: { readonly until: string; readonly every: string; readonly deadline: string };
  readonly pace?: PaceYaml;
}

/** What proves an outcome: an expression, or what the reply must have; a list is as many rules. */
export type OutcomesYaml = Readonly<
  Partial<Record<OutcomeRule['outcome'], string | MatcherYaml | readonly (string | MatcherYaml)[]>>
>;

export interface MatcherYaml {
  readonly code?: readonly string[];
  readonly status?: readonly number[];
  readonly notSent?: true;
  readonly codes?: string;
}

export interface PaceYaml {
  readonly rate?: string;
  readonly concurrency?: number;
  readonly per?: 'authority' | 'legalEntity';
}

export interface RecoverYaml {
  readonly ask: readonly StepYaml[];
  readonly found: string;
  readonly absent?: string;
  readonly same?: string;
  readonly documents?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly settle?: string;
  readonly startWithin?: string;
  readonly every?: string;
  readonly attempts?: number;
}

export interface ConnectorYaml {
  readonly connector: string;
  readonly settings?: SettingsYaml;
  readonly secrets?: Readonly<Record<string, Secret>>;
  readonly pace?: PaceYaml;
  readonly operations: Readonly<Record<string, OperationYaml>>;
}

export interface OperationYaml {
  readonly in?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly steps: readonly StepYaml[];
  readonly out?: OutYaml;
}

export interface ArtefactYaml {
  readonly files: readonly ArtefactFileYaml[];
  /** Whose files but the main one it imports, too. */
  readonly importsOf?: string;
}

export interface ArtefactFileYaml {
  readonly address: string;
  readonly sha256: string | readonly string[];
}

export type ArtefactsYaml = Readonly<Record<string, ArtefactYaml>>;
