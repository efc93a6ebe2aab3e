import { isRunId } from '../../engine/index.ts';

/** What webhooks are told of. */
export type Change = RunChange | ArrivalChange;

/** The entry of a run's record that held or finished it. */
export interface RunChange {
  readonly run: string;
  /** The number of that entry: a later change of the run has a higher one. */
  readonly revision: number;
}

/** Something came in, or was acknowledged. */
export interface ArrivalChange {
  readonly arrival: string;
  readonly became: 'arrived' | 'acknowledged';
}

/** A name for it that is no other's, in the store. */
export const nameOf = (change: Change): string =>
  'run' in change ? `${change.run}.${String(change.revision).padStart(6, '0')}` : `${change.arrival}.${change.became}`;

/** Undefined for a name that another version of Timbre understands. */
export function changeNamed(name: string): Change | undefined {
  const [id = '', what = ''] = name.split('.');
  if (isRunId(id)) return { run: id, revision: Number(what) };
  if (/^[0-9a-f]{32}$/.test(id) && (what === 'arrived' || what === 'acknowledged'))
    return { arrival: id, became: what };
  return undefined;
}
