import type { Loading } from '../../../../engine/action.ts';
import type { Position } from '../../../../engine/source.ts';
import type { Element, Header, JsonMapping, JsonNode, Leaf, Mapping, XmlMapping } from '../mapping.ts';

/** Reports everything of a mapping that does not say how it is read; whether there is nothing of the kind. */
export function checkReadable(mapping: Mapping, loading: Loading, at: Position): mapping is XmlMapping | JsonMapping {
  if (mapping.writes === 'text' || mapping.writes === 'html') {
    loading.report(
      'MAPPING_NOT_READABLE',
      `a mapping that writes ${mapping.writes} cannot be read backwards`,
      at,
      'Take values out with `extract`.',
    );
    return false;
  }
  const check = new Check(loading);
  if (mapping.writes === 'xml') check.element(mapping.root);
  else check.node(mapping.root);
  return check.good;
}

class Check {
  readonly #loading: Loading;
  /** A fragment is there once for each use: what it lacks is said once. */
  readonly #said = new Set<string>();
  good = true;

  constructor(loading: Loading) {
    this.#loading = loading;
  }

  element({ passedOver, header, attributes, content, name }: Element): void {
    if (passedOver) return;
    this.#loop(header);
    for (const { leaf } of attributes) this.#leaf(leaf);
    const texts = content.filter((each) => each.kind === 'leaf');
    for (const each of content) if (each.kind === 'element') this.element(each);
    const [first, second] = texts;
    if (first !== undefined && second === undefined) this.#leaf(first);
    if (second !== undefined) this.#report(`the text of ${name} has several parts`, second.at);
  }

  node(node: JsonNode): void {
    if (node.kind === 'value') {
      this.#loop(node.header);
      this.#leaf(node.leaf);
    } else if (node.kind === 'list') {
      for (const each of node.items) this.node(each);
    } else if (!node.passedOver) {
      this.#loop(node.header);
      for (const [, each] of node.members) this.node(each);
    }
  }

  #loop({ loop }: Header): void {
    if (loop === undefined || loop.into !== undefined) return;
    const hint =
      'Name the list that its items go to with `$into: invoice.…` beside $for; `$into: none` where it only groups.';
    this.#report(`\`${loop.list.text}\` is computed: nothing says where its items are read into`, loop.at, hint);
  }

  #leaf({ back, at }: Leaf): void {
    if (back.kind === 'unknown') this.#report(`${back.why}: nothing says how it is read back`, at);
  }

  #report(message: string, at: Position, hint?: string): void {
    this.good = false;
    const { line, column } = at.file.place(at.path);
    if (this.#said.has(`${line}:${column}`)) return;
    this.#said.add(`${line}:${column}`);
    this.#loading.report('MAPPING_NOT_READABLE', message, at, hint);
  }
}
