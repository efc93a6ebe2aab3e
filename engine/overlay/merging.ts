import { type Place, type Problem, problem } from '../errors.ts';
import { nearHint } from '../expression/index.ts';
import { type Position, placeOf } from '../source.ts';
import { type Layer, originOf } from './origin.ts';
import { listWords } from './words.ts';

/** One thing that an overlay does to its base. */
export interface OverlayChange {
  readonly kind: 'added' | 'replaced' | 'removed';
  /** The feature whose author wrote it. */
  readonly by: Layer;
  /** A file of the resulting feature, and in it the names on the way from its root; things with an id by that. None: the whole file. */
  readonly file: string;
  readonly path: readonly string[];
  readonly place: Place;
  /** What it replaces or removes. */
  readonly base?: Origin;
}

interface Origin {
  readonly layer: Layer;
  readonly place: Place;
}

/** One file of an overlay while it is laid over its base's: collects what is changed and what collides. */
export class Merging {
  readonly problems: Problem[] = [];
  readonly changes: OverlayChange[] = [];
  readonly #file: string;
  readonly #by: Layer;

  constructor(file: string, by: Layer) {
    this.#file = file;
    this.#by = by;
  }

  record(kind: OverlayChange['kind'], path: readonly string[], at: Position, base?: Position): void {
    const before = base && originOf(base, 'key');
    const place = placeOf(at, 'key');
    this.changes.push({ kind, by: this.#by, file: this.#file, path, place, ...(before ? { base: before } : {}) });
  }

  /** What the overlay names is not there. `inside` is where the base would have it. */
  missing(
    what: string,
    at: Position,
    inside: Position,
    known: Iterable<string> = [],
    name = '',
    hint = nearHint(name, known),
  ): void {
    this.#collide(`${owner(inside)} has no ${what}.`, at, inside, hint);
  }

  /** What the overlay adds is there already. */
  taken(what: string, at: Position, there: Position, instead: string): void {
    const hint = `Choose another name; or, if the base's is meant, ${instead}.`;
    this.#collide(`${owner(there)} has ${what} already.`, at, there, hint);
  }

  /** The base is no longer what the overlay was written for. */
  differs(what: string, at: Position, there: Position): void {
    const hint = 'The base has changed since: look at both, mend the overlay, and say what the base has now in `was`.';
    this.#collide(`${owner(there)} has the ${what} otherwise than \`was\` says.`, at, there, hint);
  }

  /** Two parts of one overlay do something to the same thing. */
  twice(what: string, at: Position, other: Position): void {
    this.#collide(`The ${what} is changed twice.`, at, other, 'Put both into one.');
  }

  unfit(message: string, at: Position, hint?: string): void {
    this.problems.push(problem('SCHEMA', message, { place: placeOf(at, 'key'), hint }));
  }

  #collide(message: string, at: Position, other: Position, hint: string): void {
    const part = naming.has(String(at.path.at(-1))) ? 'value' : 'key';
    this.problems.push(
      problem('OVERLAY_COLLISION', message, { place: placeOf(at, part), related: placeOf(other, 'key'), hint }),
    );
  }
}

/** Words whose value is a name. */
const naming: ReadonlySet<string> = new Set([...listWords, 'id', 'at', 'extends']);

/** `mx/cfdi 1.2.0`. */
function owner(at: Position): string {
  const { feature, version } = originOf(at)?.layer ?? { feature: 'The base', version: '' };
  return `${feature} ${version}`.trim();
}
