import type { CanonicalForm } from '../canonical/index.ts';
import type { TextElement, XmlText } from '../xml-text/index.ts';
import { canonicalizations, ENVELOPED, EXCLUSIVE, formOf, nameOf } from './algorithms.ts';
import type { Transforms } from './reference.ts';
import { unsafe } from './refusal.ts';
import { attributeOf, contentOf, expected } from './strict.ts';

/**
 * At most the enveloped signature taken out, then at most one canonicalisation. XPath and XSLT choose or change what is
 * signed, so that what a person reads need not be what the digest is of: they are refused.
 */
export function readTransforms(xml: XmlText, transforms: TextElement): Transforms {
  const list = contentOf(xml, transforms).map((each) => expected(each, 'Transform', transforms));
  const [first] = list;
  const enveloped = first !== undefined && attributeOf(xml, first, 'Algorithm') === ENVELOPED;
  if (enveloped && contentOf(xml, first).length > 0) unsafe('a Transform has parameters');
  const [method, ...more] = enveloped ? list.slice(1) : list;
  if (more.length > 0) unsafe(`a Reference has ${list.length} transforms`);
  if (method === undefined) return { enveloped, form: formOf('c14n') };
  const form = readCanonicalMethod(xml, method);
  if (form !== undefined) return { enveloped, form };
  return unsafe(`the transform ${attributeOf(xml, method, 'Algorithm') ?? 'without a name'} is not allowed`);
}

/** A canonicalisation by its identifier and its list of prefixes; undefined when it is none that is supported. */
export function readCanonicalMethod(xml: XmlText, method: TextElement): CanonicalForm | undefined {
  const name = nameOf(canonicalizations, attributeOf(xml, method, 'Algorithm'));
  const [list, ...more] = contentOf(xml, method);
  if (name === undefined) return undefined;
  if (list === undefined) return formOf(name);
  const right = list.namespace === EXCLUSIVE && list.local === 'InclusiveNamespaces' && more.length === 0;
  const named = list.attributes.every((each) => each.name === 'PrefixList' || /^xmlns(:|$)/.test(each.name));
  if (!right || !named || !canonicalizations[name].exclusive || list.children.length > 0 || list.asides !== undefined) {
    unsafe(`${method.local} has parameters`);
  }
  const prefixes = (attributeOf(xml, list, 'PrefixList') ?? '').split(/[ \t\r\n]+/);
  return formOf(name, prefixes.filter(Boolean));
}
