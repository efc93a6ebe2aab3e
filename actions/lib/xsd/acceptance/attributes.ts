import { AttributeNames, attributeValue, type TextAttribute, type TextElement } from '../../xml-text/index.ts';
import { isPlain, normalise } from '../simple-type.ts';
import { partsOf } from '../type-plan.ts';
import { isUri } from './forms.ts';
import { anyValues, type Values } from './values.ts';

export interface AttributeUse {
  readonly required: boolean;
  /** As the schema has it. */
  readonly fixed: string | undefined;
  /** Undefined where libxml2 says which values are right. */
  readonly values: Values | undefined;
}

interface Qualified extends AttributeUse {
  readonly namespace: string;
  readonly local: string;
}

const instance = 'http://www.w3.org/2001/XMLSchema-instance';

/** The attributes of elements of one type. */
export class AttributesRule {
  /** Those without a namespace are found by the name that is written, all of them in one look. */
  readonly #names: AttributeNames;
  readonly #plain: readonly AttributeUse[];
  readonly #qualified: readonly Qualified[];

  /** @param uses by expanded name */
  constructor(uses: ReadonlyMap<string, AttributeUse>) {
    const all = [...uses].map(([name, use]) => {
      const [namespace, local] = partsOf(name);
      return { namespace, local, ...use };
    });
    this.#plain = all.filter(({ namespace }) => namespace === '');
    this.#qualified = all.filter(({ namespace }) => namespace !== '');
    this.#names = new AttributeNames(all.filter(({ namespace }) => namespace === '').map(({ local }) => local));
  }

  /** Whether all that an element has are certainly right, and none is missing. */
  accepts(element: TextElement, text: string): boolean {
    const places = element.places(this.#names);
    let found = 0;
    let at = 0;
    for (const use of this.#plain) {
      const start = places[at++] ?? -1;
      const end = places[at++] ?? -1;
      if (start < 0) {
        if (use.required) return false;
        continue;
      }
      found++;
      if (!isRight(text, { start, end }, use)) return false;
    }
    return (
      (found === element.attributeCount && !this.#qualified.some(({ required }) => required)) ||
      this.#acceptsOthers(element, text, found)
    );
  }

  /** Declarations of namespaces, and what stands in one. */
  #acceptsOthers(element: TextElement, text: string, known: number): boolean {
    const missing = new Set(this.#qualified.filter(({ required }) => required));
    let plain = 0;
    for (const attribute of element.attributes) {
      const { name } = attribute;
      const colon = name.indexOf(':');
      if (name === 'xmlns' || name.startsWith('xmlns:')) {
        if (!isUri(attributeValue(text, attribute))) return false;
        continue;
      }
      if (colon < 0) {
        plain++;
        continue;
      }
      const namespace = element.scope[name.slice(0, colon)] ?? '';
      const local = name.slice(colon + 1);
      if (namespace === instance && isLocation(local, attributeValue(text, attribute))) continue;
      const use = this.#qualified.find((each) => each.local === local && each.namespace === namespace);
      if (use === undefined || !isRight(text, attribute, use)) return false;
      missing.delete(use);
    }
    return plain === known && missing.size === 0;
  }
}

/** Of most values the text is what is written. */
function isRight(
  text: string,
  attribute: Pick<TextAttribute, 'start' | 'end'>,
  { fixed, values }: AttributeUse,
): boolean {
  if (values === undefined) return false;
  if (values === anyValues && fixed === undefined) return true;
  const { start, end } = attribute;
  const value = isPlain(text, start, end)
    ? text.slice(start, end)
    : normalise(attributeValue(text, attribute), values.whiteSpace);
  return values.has(value) && (fixed === undefined || value === fixed);
}

/** Where schemas are may be said of any element (XML Schema part 1, 2.6.3). Nothing is read from there. */
const isLocation = (local: string, value: string): boolean =>
  local === 'schemaLocation' && value.trim().split(/\s+/).length % 2 === 0;
