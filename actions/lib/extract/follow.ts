import {
  attributeValue,
  findAttribute,
  pieceValue,
  type TextElement,
  type TextPiece,
  tellXmlText,
  type XmlVisitor,
} from '../xml-text/index.ts';
import type { Path, Paths, Place, Step } from './path.ts';

/**
 * The texts at the ends of paths, in document order, for all of them in one pass.
 * @throws XML_MALFORMED, XML_DOCTYPE
 */
export function followPaths(bytes: Uint8Array, paths: Paths): ReadonlyMap<Path, readonly string[]> {
  const found = new Map(paths.all.map((path): [Path, string[]] => [path, []]));
  tellXmlText(bytes, (text) => new Follower(text, paths, [...found.values()]));
  return found;
}

/** An element whose text is being gathered. */
interface Gathering {
  readonly texts: string[];
  readonly index: number;
  readonly depth: number;
}

/** How far the paths lead to an element that is open. Of each path: bit k says that its first k steps do. */
interface Reached {
  readonly here: readonly number[];
  /** To it, and to all that are around it. */
  readonly around: readonly number[];
  /** How many children there were of the name of a step that counts them. */
  counts: Map<Step, number> | undefined;
  /** For the children that no step leads to. Only one of them is open at a time. */
  other: Reached | undefined;
}

class Follower implements XmlVisitor {
  readonly #text: string;
  readonly #paths: Paths;
  readonly #texts: readonly string[][];
  readonly #gathering: Gathering[] = [];
  readonly #open: Reached[];

  constructor(text: string, paths: Paths, texts: readonly string[][]) {
    this.#text = text;
    this.#paths = paths;
    this.#texts = texts;
    const begin = paths.all.map(() => 1);
    this.#open = [{ here: begin, around: begin, counts: undefined, other: undefined }];
  }

  open(element: TextElement): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) return;
    const places = this.#paths.byName.get(element.local);
    const here = places && reach(places, parent, element);
    if (places === undefined || here === undefined) {
      this.#open.push(otherBelow(parent));
      return;
    }
    const around = parent.around.map((each, path) => each | (here[path] ?? 0));
    this.#open.push({ here, around, counts: undefined, other: undefined });
    for (const { path, before, ends } of places) {
      if (ends && leads(here[path], before + 1)) this.#take(element, ends, this.#texts[path] ?? []);
    }
  }

  close(): void {
    while (this.#gathering.at(-1)?.depth === this.#open.length) this.#gathering.pop();
    this.#open.pop();
  }

  characters(piece: TextPiece): void {
    if (this.#gathering.length === 0) return;
    const value = pieceValue(this.#text, piece);
    for (const { texts, index } of this.#gathering) texts[index] += value;
  }

  #take(element: TextElement, path: Path, texts: string[]): void {
    if (path.attribute === undefined) {
      this.#gathering.push({ texts, index: texts.push('') - 1, depth: this.#open.length });
      return;
    }
    const attribute = findAttribute(element, path.attribute.namespace ?? '', path.attribute.local);
    if (attribute !== undefined) texts.push(attributeValue(this.#text, attribute));
  }
}

function otherBelow(parent: Reached): Reached {
  const { around } = parent;
  parent.other ??= { here: around.map(() => 0), around, counts: undefined, other: undefined };
  parent.other.counts = undefined;
  return parent.other;
}

/** How far each path leads to a child that has the local name of these steps; undefined when none does. */
function reach(places: readonly Place[], parent: Reached, { namespace }: TextElement): number[] | undefined {
  let here: number[] | undefined;
  for (const { step, before, path } of places) {
    if (step.namespace !== undefined && step.namespace !== namespace) continue;
    const from = step.deep ? parent.around : parent.here;
    if (!leads(from[path], before) || !isInPosition(step, parent)) continue;
    here ??= from.map(() => 0);
    here[path] = (here[path] ?? 0) | (1 << (before + 1));
  }
  return here;
}

const leads = (reached = 0, steps: number): boolean => ((reached >> steps) & 1) === 1;

function isInPosition(step: Step, parent: Reached): boolean {
  if (step.position === undefined) return true;
  parent.counts ??= new Map();
  const count = (parent.counts.get(step) ?? 0) + 1;
  parent.counts.set(step, count);
  return count === step.position;
}
