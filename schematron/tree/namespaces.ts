import type { WrittenName } from './names.ts';
import { type ExpandedName, type NamespaceDeclaration, unknownName } from './tree.ts';
import type { Vocabulary } from './vocabulary.ts';

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
export const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';

const mostUris = 256;
const uris = new Map<string, string>();

/** The same string for equal URIs, of which documents of a kind have the same few: to compare them is then to see that. */
export function sharedUri(uri: string): string {
  const known = uris.get(uri);
  if (known !== undefined) return known;
  if (uris.size >= mostUris) uris.clear();
  // A slice would keep its document in memory.
  const own = Buffer.from(uri).toString();
  uris.set(own, own);
  return own;
}

/** Scopes are numbered through all documents, so that what a name means in one is never taken for another's. */
let scopes = 0;

/** What an element's declarations put out of force. */
interface Left {
  readonly innermost: number;
  readonly scope: number;
  readonly before: readonly { readonly prefix: string; readonly uri: string | undefined }[];
}

/** The namespaces in force while a document is read, and the names in it that no rule set knows. */
export class Namespaces {
  readonly #vocabulary: Vocabulary;
  readonly #uris = new Map<string, string | undefined>([
    ['', ''],
    ['xml', xmlNamespace],
  ]);
  readonly #left: Left[] = [];
  readonly #unknownIds = new Map<string, number>();
  readonly declarations: NamespaceDeclaration[] = [];
  readonly unknownNames: ExpandedName[] = [];
  scope = ++scopes;
  /** The innermost open element that declares any; 0 = none. */
  innermost = 0;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** An element with these declarations begins. */
  enter(element: number, declared: readonly NamespaceDeclaration[]): void {
    const before = declared.map(({ prefix }) => ({ prefix, uri: this.uri(prefix) }));
    this.#left.push({ innermost: this.innermost, scope: this.scope, before });
    this.innermost = element;
    for (const each of declared) {
      this.#uris.set(each.prefix, each.uri);
      this.declarations.push(each);
    }
    this.scope = ++scopes;
  }

  /** It ends. */
  leave(): void {
    const left = this.#left.pop();
    if (!left) return;
    for (const { prefix, uri } of left.before) this.#uris.set(prefix, uri);
    this.scope = left.scope;
    this.innermost = left.innermost;
  }

  /** '' for no namespace; undefined for a prefix that is not declared. */
  uri(prefix: string): string | undefined {
    return this.#uris.get(prefix);
  }

  /** The id of a name in a namespace, as `Tree.name` has it. */
  id(name: WrittenName, uri: string): number {
    const known = name.find(uri, this.#vocabulary);
    if (known !== 0) return known;
    const key = `${uri}\n${name.local}`;
    const before = this.#unknownIds.get(key);
    if (before !== undefined) return before;
    const id = unknownName + this.unknownNames.push({ uri, local: name.local }) - 1;
    this.#unknownIds.set(key, id);
    return id;
  }
}
