import type { TextElement } from '../xml-text/index.ts';
import type { Name, Selection } from './description.ts';

/** Calls `visit` for each selected element, in document order. */
export function forSelected(element: TextElement, select: Selection, visit: (found: TextElement) => void): void {
  switch (select.kind) {
    case 'self':
      visit(element);
      return;
    case 'all':
      element.forElements(visit);
      return;
    case 'children':
      forPath(element, select.steps, 0, visit);
      return;
    case 'descendants':
      forDescendants(element, select.name, visit);
  }
}

/** The first selected element in document order. */
export function firstSelected(element: TextElement, select: Selection): TextElement | undefined {
  let first: TextElement | undefined;
  forSelected(element, select, (found) => {
    first ??= found;
  });
  return first;
}

function forPath(
  element: TextElement,
  steps: readonly Name[],
  depth: number,
  visit: (found: TextElement) => void,
): void {
  const step = steps[depth];
  if (step === undefined) {
    visit(element);
    return;
  }
  element.forElements((child) => {
    if (isNamed(child, step)) forPath(child, steps, depth + 1, visit);
  });
}

function forDescendants(element: TextElement, name: Name, visit: (found: TextElement) => void): void {
  element.forElements((child) => {
    if (isNamed(child, name)) visit(child);
    forDescendants(child, name, visit);
  });
}

const isNamed = (element: TextElement, name: Name): boolean =>
  element.local === name.local && element.namespace === name.namespace;
