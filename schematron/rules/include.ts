import { kinds } from '../tree/index.ts';
import {
  attribute,
  childElements,
  type Element,
  elementName,
  elementPlace,
  isSchematron,
  refuse,
  requiredAttribute,
} from './element.ts';
import type { Sources } from './sources.ts';

const xincludeNamespace = 'http://www.w3.org/2001/XInclude';
/** Includes within includes; one that includes itself would never end. */
const deepest = 32;

/** Child elements, with what `sch:include` and `xi:include` name in their place. */
export function expandedChildren(element: Element, sources: Sources): Element[] {
  return childElements(element).map((child) => (isInclude(child) ? included(child, sources) : child));
}

/** What an `href` names: the root of a file, or the element with the id behind `#`. */
export function referred(element: Element, sources: Sources): Element {
  const { parameters, includes = 0 } = element;
  if (includes >= deepest) refuse('SCHEMATRON_REFERENCE', element, `Includes are nested more than ${deepest} deep.`);
  const [href = '', id] = requiredAttribute(element, 'href').split('#');
  const from = { source: element.source, place: elementPlace(element) };
  const source = href === '' ? element.source : sources.load(href, from);
  const root: Element = {
    source,
    node: source.tree.kind.indexOf(kinds.element),
    ...(parameters ? { parameters } : {}),
    includes: includes + 1,
  };
  const found = id === undefined ? root : withId(root, id);
  return found ?? refuse('SCHEMATRON_REFERENCE', element, `${source.file} has no element with id ${id}.`);
}

function isInclude(element: Element): boolean {
  const { uri, local } = elementName(element);
  return local === 'include' && (uri === xincludeNamespace || isSchematron(element, 'include'));
}

function included(include: Element, sources: Sources): Element {
  const found = referred(include, sources);
  if (isSchematron(found, 'schema'))
    refuse(
      'SCHEMATRON_INVALID',
      include,
      `${found.source.file} is a whole schema; only a part of one can be included.`,
    );
  refuseNamespace(include, found);
  return found;
}

function refuseNamespace(include: Element, found: Element): void {
  const { uri, local } = elementName(found);
  if (uri === '') refuse('SCHEMATRON_INVALID', include, `${found.source.file}: ${local} is in no namespace.`);
}

function withId(root: Element, id: string): Element | undefined {
  if (attribute(root, 'id') === id) return root;
  for (const child of childElements(root)) {
    const found = withId(child, id);
    if (found) return found;
  }
  return undefined;
}
