import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { childElements } from '../xml/index.ts';
import type { CodeCheck } from './long-lists.ts';
import { pathOf } from './path.ts';
import { expanded } from './schema-set.ts';
import { normalise } from './simple-type.ts';
import type { ElementPlan, Plan, TypePlan } from './type-plan.ts';
import type { Violation } from './violation.ts';

/** Looks up the values whose lists were taken out of the schema, in document order. */
export function checkValues(document: XmlDocument, plan: Plan): Violation[] {
  const found: Violation[] = [];
  const { root } = document;
  const start = plan.roots.get(expanded(root.namespaceUri, root.name));
  if (start !== undefined) visit(root, start, plan, found);
  return found;
}

function visit(element: XmlElement, { type, preset }: ElementPlan, plan: Plan, found: Violation[]): void {
  if (!type.isNeeded) return;
  if (type.text !== undefined) checkText(element, type.text, preset, found);
  checkAttributes(element, type, plan, found);
  if (type.needed.size === 0 && !type.open) return;
  for (const child of childElements(element)) {
    const next = planOf(child.name, () => child.namespaceUri, type, plan);
    if (next !== undefined) visit(child, next, plan, found);
  }
}

/** What a child is, whose namespace is asked for where the name does not say it. */
function planOf(name: string, namespaceOf: () => string, type: TypePlan, plan: Plan): ElementPlan | undefined {
  const candidates = type.needed.get(name);
  if (candidates === undefined && !type.open) return undefined;
  const namespace = namespaceOf();
  const declared = candidates?.find((each) => each.namespace === namespace);
  if (declared !== undefined || !type.open) return declared?.element;
  return plan.roots.get(expanded(namespace, name)) ?? { type: plan.anything, preset: false };
}

/** A default stands in for no content, and a nilled element has none. */
function checkText(element: XmlElement, check: CodeCheck, preset: boolean, found: Violation[]): void {
  const value = element.content;
  if (isListed(value, check) || (value === '' && (preset || isNilled(element)))) return;
  found.push(violation(element, '', value, check));
}

const isNilled = (element: XmlElement): boolean =>
  element.attrs.some(
    ({ name, namespaceUri, value }) =>
      name === 'nil' && namespaceUri === instanceNamespace && /^\s*(true|1)\s*$/.test(value),
  );

const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

function checkAttributes(element: XmlElement, type: TypePlan, plan: Plan, found: Violation[]): void {
  for (const { name, namespace, check } of type.attributes.values()) {
    // libxml2-wasm looks a namespace up by prefix, which is the document's choice.
    const attribute =
      namespace === ''
        ? element.attr(name)
        : element.attrs.find((each) => each.name === name && each.namespaceUri === namespace);
    if (attribute && !isListed(attribute.value, check)) found.push(violation(element, name, attribute.value, check));
  }
  if (!type.openAttributes || plan.attributes.size === 0) return;
  for (const attribute of element.attrs) {
    const name = expanded(attribute.namespaceUri, attribute.name);
    const global = type.attributes.has(name) ? undefined : plan.attributes.get(name);
    if (global && !isListed(attribute.value, global.check))
      found.push(violation(element, attribute.name, attribute.value, global.check));
  }
}

const isListed = (value: string, { codes, whiteSpace }: CodeCheck): boolean => codes.has(normalise(value, whiteSpace));

const longestShown = 100;

function violation(element: XmlElement, attribute: string, value: string, { typeName, codes }: CodeCheck): Violation {
  const subject =
    attribute === '' ? `Element '${element.name}'` : `Element '${element.name}', attribute '${attribute}'`;
  const shown = value.length > longestShown ? `${value.slice(0, longestShown)}…` : value;
  const list = typeName === undefined ? 'its code list' : `the code list ${typeName}`;
  return {
    message: `${subject}: The value '${shown}' is not one of the ${codes.size} values of ${list}.`,
    line: element.line,
    xpath: attribute === '' ? pathOf(element) : `${pathOf(element)}/@${attribute}`,
  };
}
