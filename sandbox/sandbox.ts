/** A local stand-in for an authority, started for a run, a case, or by `timbre sandbox`. */
export interface RunningSandbox {
  /** What a feature's `sandbox.yaml` may name: `url`, `user`, `password` … */
  readonly facts: Readonly<Record<string, string>>;
  /** How many requests it understood. */
  requests(): number;
  /** Test material by name, e.g. `taxpayer:EKU9003173C9`; undefined for a name it does not make. */
  material(name: string): TestMaterial | undefined;
  /** How the names of its test material look, e.g. `taxpayer:RFC`. */
  readonly materials: readonly string[];
  close(): Promise<void>;
}

export interface TestMaterial {
  readonly pfx: Uint8Array;
  readonly password: string;
}

export interface SandboxOptions {
  readonly port?: number;
  readonly faults?: readonly SandboxFault[];
  /** What time it is at the authority; the system's when left out. */
  readonly clock?: () => Date;
  /** What is wrong with a document by the official XSD; not checked when left out. */
  readonly xsd?: (xml: string) => readonly string[];
  /** The folder where documents are put that come in from others; a sandbox without such has no use for it. */
  readonly inbox?: string;
  /** Keeps what was accepted in a file, for whoever wants to compare. */
  readonly ledgerFile?: string;
}

export interface SandboxFault {
  readonly operation?: string;
  /** A name of the sandbox's own table. */
  readonly fault: string;
  readonly times?: number;
}

export interface Sandbox {
  /** The faults it can be asked for, by name. */
  readonly faults: Readonly<Record<string, { readonly summary: string }>>;
  /** What it is asked to do, by the names that a fault's `operation` may have. */
  readonly operations: Readonly<Record<string, string>>;
  /** Throws a TypeError that lists the faults when one is not known. */
  start(options?: SandboxOptions): Promise<RunningSandbox>;
}
