/** One file of an official artefact, as it was pinned. */
export interface ArtefactFile {
  /** The address the authority publishes it under; other files import it by this or relative to it. */
  readonly address: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** An artefact that a feature pins by name: its main file first, then what that imports. */
export interface Artefact {
  readonly name: string;
  readonly files: readonly ArtefactFile[];
  /** sha256 over the files' own; a key for what is compiled from it. */
  readonly digest: string;
  /**
   * A folder in which what is compiled from it may be kept. What is there is run: only the process's user may write to it.
   * Absent = nothing is kept.
   */
  readonly compiled?: string;
}

/** Where pulled artefacts are. Undefined when the named artefact was not pulled. */
export interface Artefacts {
  get(pin: ArtefactPin): Promise<Artefact | undefined>;
}

/** An entry of a feature's `artefacts.yaml`. */
export interface ArtefactPin {
  readonly name: string;
  readonly files: readonly ArtefactFilePin[];
}

export interface ArtefactFilePin {
  readonly address: string;
  /** Any of these is good: authorities republish the same content with other line ends. */
  readonly sha256: readonly string[];
}
