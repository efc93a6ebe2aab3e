/** One thing that was looked at. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'problem';
  readonly about:
    | 'store'
    | 'vault'
    | 'queue'
    | 'access'
    | 'channel'
    | 'webhook'
    | 'settings'
    | 'secret'
    | 'chain'
    | 'artefact'
    | 'host'
    | 'clock';
  /** For which feature and legal entity, where it is not for all. */
  readonly of?: string;
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
}

export type Found = Omit<Finding, 'about'>;
