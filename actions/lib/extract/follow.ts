import {
  attributeValue,
  findAttribute,
  pieceValue,
  type TextElement,
  type TextPiece,
  walkXmlText,
  type XmlVisitor,
} from '../xml-text/index.ts';
import type { Path, Step } from './path.ts';

/**
 * The texts at the ends of paths, in document order, for all of them in one pass.
 * @throws XML_MALFORMED, XML_DOCTYPE
 */
export function followPaths(bytes: Uint8Array, paths: readonly Path[]): ReadonlyMap<Path, readonly string[]> {
  const followed = paths.map((path) => new Followed(path));
  walkXmlText(bytes, (text) => new Follower(text, followed));
  return new Map(followed.map(({ path, texts }) => [path, texts]));
}

/** An element whose text is being gathered. */
interface Gathering {
  readonly texts: string[];
  readonly index: number;
  readonly depth: number;
}

class Follower implements XmlVisitor {
  readonly #text: string;
  readonly #followed: readonly Followed[];
  readonly #gathering: Gathering[] = [];
  #depth = 0;

  constructor(text: string, followed: readonly Followed[]) {
    this.#text = text;
    this.#followed = followed;
  }

  open(element: TextElement): void {
    const depth = ++this.#depth;
    for (const followed of this.#followed) if (followed.reaches(element, depth)) this.#take(element, followed);
  }

  close(): void {
    while (this.#gathering.at(-1)?.depth === this.#depth) this.#gathering.pop();
    this.#depth--;
  }

  characters(piece: TextPiece): void {
    if (this.#gathering.length === 0) return;
    const value = pieceValue(this.#text, piece);
    for (const { texts, index } of this.#gathering) texts[index] += value;
  }

  #take(element: TextElement, { path, texts }: Followed): void {
    if (path.attribute === undefined) {
      this.#gathering.push({ texts, index: texts.push('') - 1, depth: this.#depth });
      return;
    }
    const attribute = findAttribute(element, path.attribute.namespace ?? '', path.attribute.local);
    if (attribute !== undefined) texts.push(attributeValue(this.#text, attribute));
  }
}

/** How far a path has been followed. Bit k of a number says: its first k steps lead here. */
class Followed {
  readonly path: Path;
  readonly texts: string[] = [];
  /** By depth: for the element that is open there, and for it with all that are around it. */
  readonly #here: number[] = [1];
  readonly #around: number[] = [1];
  /** By step and depth: how many of that name there were in the parent. */
  readonly #counts: readonly number[][];

  constructor(path: Path) {
    this.path = path;
    this.#counts = path.steps.map(() => []);
  }

  /** Told of each element that opens, at its depth; true where the path leads to it. */
  reaches(element: TextElement, depth: number): boolean {
    const { steps } = this.path;
    const parent = this.#here[depth - 1] ?? 0;
    const around = this.#around[depth - 1] ?? 0;
    let here = 0;
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      if (step === undefined) continue;
      if (step.position !== undefined) this.#begin(index, depth + 1);
      const from = step.deep ? around : parent;
      if (((from >> index) & 1) === 1 && isNamed(element, step) && this.#isInPosition(step, index, depth))
        here |= 1 << (index + 1);
    }
    this.#here[depth] = here;
    this.#around[depth] = around | here;
    return ((here >> steps.length) & 1) === 1;
  }

  #begin(index: number, depth: number): void {
    const counts = this.#counts[index];
    if (counts !== undefined) counts[depth] = 0;
  }

  #isInPosition({ position }: Step, index: number, depth: number): boolean {
    const counts = this.#counts[index];
    if (position === undefined || counts === undefined) return true;
    const count = (counts[depth] ?? 0) + 1;
    counts[depth] = count;
    return count === position;
  }
}

const isNamed = (element: TextElement, { namespace, local }: Step): boolean =>
  element.local === local && (namespace === undefined || element.namespace === namespace);
