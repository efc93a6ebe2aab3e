import type { Occurrence } from './particles.ts';

/** What children an element may have, and in which order; symbols are what they are called. */
export type Content<Symbol> = Occurrence &
  (
    | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Content<Symbol>[] }
    | { readonly kind: 'symbol'; readonly symbol: Symbol }
  );

/** Where one is among the children of an element. */
export interface State<Symbol> {
  /** There need not be another child. */
  readonly ends: boolean;
  /** What the next child may be, and where one is behind it. */
  readonly next: Map<Symbol, State<Symbol>>;
}

export interface Automaton<Symbol> {
  readonly start: State<Symbol>;
  /** With more children than this, one may have come more often than it may: it was not counted. */
  readonly mostChildren: number;
}

/** What may come how often at most is counted up to this. */
const mostCounted = 20;
const mostPositions = 1000;
const mostStates = 1000;

/** Undefined for a content that would have too many states. */
export function automatonOf<Symbol>(content: Content<Symbol>): Automaton<Symbol> | undefined {
  const builder = new Builder<Symbol>();
  const whole = builder.add(content);
  const start = whole && builder.statesOf(whole);
  return start && { start, mostChildren: builder.mostChildren };
}

/** A place of a symbol in the content, of which there are several where it may come several times. */
interface Position<Symbol> {
  readonly symbol: Symbol;
  readonly follow: Set<Position<Symbol>>;
}

/** Glushkov's construction: what a part may begin and end with, and whether it may be left out. */
interface Part<Symbol> {
  readonly isEmpty: boolean;
  readonly first: ReadonlySet<Position<Symbol>>;
  readonly last: ReadonlySet<Position<Symbol>>;
}

class Builder<Symbol> {
  mostChildren = Number.POSITIVE_INFINITY;
  #positions = 0;
  readonly #numbers = new Map<Position<Symbol>, number>();
  readonly #states = new Map<string, State<Symbol>>();

  add(content: Content<Symbol>): Part<Symbol> | undefined {
    const { least, most } = content;
    if (most === 0) return none();
    if (least > mostCounted) return undefined;
    const counted = most <= mostCounted;
    if (!counted) this.mostChildren = Math.min(this.mostChildren, most);
    let whole = none<Symbol>();
    for (let copy = 0; copy < (counted ? most : Math.max(1, least)); copy++) {
      const one = this.#once(content);
      if (one === undefined) return undefined;
      whole = this.#behind(whole, copy < least ? one : { ...one, isEmpty: true });
      if (!counted && copy >= least - 1) this.#join(one.last, one.first);
    }
    return whole;
  }

  #once(content: Content<Symbol>): Part<Symbol> | undefined {
    if (this.#positions > mostPositions) return undefined;
    if (content.kind === 'symbol') {
      this.#positions++;
      const only = new Set([{ symbol: content.symbol, follow: new Set<Position<Symbol>>() }]);
      return { isEmpty: false, first: only, last: only };
    }
    const parts: Part<Symbol>[] = [];
    // What may come no time is no part: a choice cannot be made of it (XML Schema part 1, 3.9.2).
    for (const each of content.parts.filter(({ most }) => most > 0)) {
      const part = this.add(each);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    if (content.kind === 'sequence') return parts.reduce((before, part) => this.#behind(before, part), none<Symbol>());
    return {
      isEmpty: parts.some(({ isEmpty }) => isEmpty),
      first: new Set(parts.flatMap(({ first }) => [...first])),
      last: new Set(parts.flatMap(({ last }) => [...last])),
    };
  }

  #behind(before: Part<Symbol>, part: Part<Symbol>): Part<Symbol> {
    this.#join(before.last, part.first);
    return {
      isEmpty: before.isEmpty && part.isEmpty,
      first: before.isEmpty ? new Set([...before.first, ...part.first]) : before.first,
      last: part.isEmpty ? new Set([...before.last, ...part.last]) : part.last,
    };
  }

  #join(last: ReadonlySet<Position<Symbol>>, first: ReadonlySet<Position<Symbol>>): void {
    for (const one of last) for (const other of first) one.follow.add(other);
  }

  statesOf({ isEmpty, first, last }: Part<Symbol>): State<Symbol> | undefined {
    const start: State<Symbol> = { ends: isEmpty, next: new Map() };
    const unfinished: [State<Symbol>, ReadonlySet<Position<Symbol>>][] = [[start, first]];
    for (let todo = unfinished.pop(); todo !== undefined; todo = unfinished.pop()) {
      const [state, positions] = todo;
      for (const [symbol, reached] of bySymbol(positions)) {
        const key = this.#keyOf(reached);
        const known = this.#states.get(key);
        const next = known ?? { ends: reached.some((each) => last.has(each)), next: new Map() };
        state.next.set(symbol, next);
        if (known !== undefined) continue;
        this.#states.set(key, next);
        if (this.#states.size > mostStates) return undefined;
        unfinished.push([next, new Set(reached.flatMap(({ follow }) => [...follow]))]);
      }
    }
    return start;
  }

  #keyOf(positions: readonly Position<Symbol>[]): string {
    const numbers = positions.map((each) => {
      const number = this.#numbers.get(each) ?? this.#numbers.size;
      this.#numbers.set(each, number);
      return number;
    });
    return numbers.sort((a, b) => a - b).join(' ');
  }
}

const none = <Symbol>(): Part<Symbol> => ({ isEmpty: true, first: new Set(), last: new Set() });

function bySymbol<Symbol>(positions: ReadonlySet<Position<Symbol>>): Map<Symbol, Position<Symbol>[]> {
  const found = new Map<Symbol, Position<Symbol>[]>();
  for (const each of positions) found.set(each.symbol, [...(found.get(each.symbol) ?? []), each]);
  return found;
}
