import { classes, NAME, splitName } from './characters.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A name as written, e.g. `cbc:ID`, and what it was last found to mean. */
export class WrittenName {
  readonly text: string;
  readonly hash: number;
  readonly prefix: string;
  readonly local: string;
  /** False: no name of Namespaces in XML. */
  readonly valid: boolean;
  /** The namespace scope for which `id` was looked up; scopes never come again, not in other documents either. */
  scope = -1;
  id = 0;
  /** The last permanent answer: `id` is the vocabulary's for this URI, as long as it has not grown. */
  uri: string | undefined = undefined;
  names = 0;
  permanent = 0;
  /** The names that followed this one last: documents of a kind repeat themselves, so these are tried first. */
  follower: WrittenName = this;
  formerFollower: WrittenName = this;

  constructor(text: string, hash: number) {
    const split = splitName(text);
    // The name outlives its document; a slice would keep all of that in memory.
    this.text = Buffer.from(text).toString();
    this.hash = hash;
    this.prefix = split ? Buffer.from(split.prefix).toString() : '';
    this.local = split ? Buffer.from(split.local).toString() : '';
    this.valid = split !== undefined;
  }

  /** The vocabulary's id in a namespace, or 0. */
  find(uri: string, vocabulary: Vocabulary): number {
    if (this.uri === uri && this.names === vocabulary.names) return this.permanent;
    this.uri = uri;
    this.names = vocabulary.names;
    this.permanent = vocabulary.findName(uri, this.local);
    return this.permanent;
  }
}

const slots = 1024;
/** Places that a name may have; a name beyond takes another one's, so that no document can make looking up slow. */
const tries = 4;

/**
 * Written names by their characters, without cutting them out of the document first. Holds the last names seen, of any
 * document: a cache, whose size is fixed.
 */
export class NameTable {
  readonly #names: (WrittenName | undefined)[] = new Array(slots).fill(undefined);

  /** The name that stands at `from`; '' (invalid) where none does. `before` is the one read before it. */
  read(source: string, from: number, before: WrittenName): WrittenName {
    const { follower, formerFollower } = before;
    if (standsAt(follower, source, from)) return follower;
    const name = standsAt(formerFollower, source, from) ? formerFollower : this.#read(source, from);
    before.formerFollower = follower;
    before.follower = name;
    return name;
  }

  #read(source: string, from: number): WrittenName {
    let at = from;
    let hash = 0;
    let code = source.charCodeAt(at);
    while (code < 128 && ((classes[code] as number) & NAME) !== 0) {
      hash = (Math.imul(hash, 31) + code) | 0;
      code = source.charCodeAt(++at);
    }
    if (code >= 128) {
      at = endOfName(source, at);
      hash = 0;
      for (let each = from; each < at; each++) hash = (Math.imul(hash, 31) + source.charCodeAt(each)) | 0;
    }
    return this.#find(source, from, at - from, hash);
  }

  #find(source: string, from: number, length: number, hash: number): WrittenName {
    const mixed = hash ^ (hash >>> 15);
    let empty = -1;
    for (let each = 0; each < tries; each++) {
      const slot = (mixed + each) & (slots - 1);
      const name = this.#names[slot];
      if (name === undefined) {
        empty = slot;
        break;
      }
      if (name.hash === hash && name.text.length === length && source.startsWith(name.text, from)) return name;
    }
    const added = new WrittenName(source.slice(from, from + length), hash);
    this.#names[empty === -1 ? mixed & (slots - 1) : empty] = added;
    return added;
  }
}

function standsAt({ text, valid }: WrittenName, source: string, from: number): boolean {
  if (!source.startsWith(text, from)) return false;
  const code = source.charCodeAt(from + text.length);
  return code < 128 && ((classes[code] as number) & NAME) === 0 && valid;
}

/** Where a name with characters beyond ASCII ends: at the first ASCII character that is none of a name's. */
function endOfName(source: string, from: number): number {
  let at = from;
  for (; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code < 128 && ((classes[code] as number) & NAME) === 0) break;
  }
  return at;
}
