import { isRunId } from '../../engine/index.ts';

/** What webhooks are told of. */
export type Change = RunChange | LaterChange | ArrivalChange;

/** The entry of a run's record that held or finished it. */
export interface RunChange {
  readonly run: string;
  /** The number of that entry: a later change of the run has a higher one. */
  readonly revision: number;
}

/** A run has ended that cancels, pays, corrects or speaks of another one, its `original`: which is told of. */
export interface LaterChange extends RunChange {
  readonly original: string;
}

/** Something came in, or was acknowledged. */
export interface ArrivalChange {
  readonly arrival: string;
  readonly became: 'arrived' | 'acknowledged';
}

/** A name for it that is no other's, in the store. */
export function nameOf(change: Change): string {
  if ('arrival' in change) return `${change.arrival}.${change.became}`;
  const entry = `${change.run}.${String(change.revision).padStart(6, '0')}`;
  return 'original' in change ? `later-${change.original}.${entry}` : entry;
}

/** The id of the message, the same for each try. */
export function messageIdOf(change: Change): string {
  if ('arrival' in change) return `msg_${change.arrival}_${change.became}`;
  const entry = `${change.run}_${change.revision}`;
  return 'original' in change ? `msg_${change.original}_${entry}` : `msg_${entry}`;
}

/** Undefined for a name that another version of Timbre understands. */
export function changeNamed(name: string): Change | undefined {
  const [id = '', what = '', more = ''] = name.split('.');
  if (isRunId(id)) return { run: id, revision: Number(what) };
  const original = id.replace(/^later-/, '');
  if (isRunId(original) && isRunId(what)) return { original, run: what, revision: Number(more) };
  if (/^[0-9a-f]{32}$/.test(id) && (what === 'arrived' || what === 'acknowledged'))
    return { arrival: id, became: what };
  return undefined;
}
