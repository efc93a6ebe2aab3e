import type { TextElement, XmlText } from '../xml-text/index.ts';
import { elementsIn, type Located } from './located.ts';

/** A path of element names from the root: `/a:Root/a:Element[last()]`, `*` for any name. */
export interface ElementPath {
  readonly source: string;
  readonly steps: readonly Step[];
}

interface Step {
  /** Undefined: any. */
  readonly namespace: string | undefined;
  readonly local: string | undefined;
  /** Counts from 1; -1 is the last. */
  readonly position: number | undefined;
}

const STEP = /^(?:(\*)|(?:([\p{L}_][\p{L}\p{N}._-]*):)?(?:([\p{L}_][\p{L}\p{N}._-]*)|(\*)))(?:\[(\d+|last\(\))\])?$/u;

/** Reads such a path; gives what is wrong with it as text. */
export function parseElementPath(source: string, namespaces: Readonly<Record<string, string>>): ElementPath | string {
  const [first, ...parts] = source.split('/');
  if (first !== '' || parts.length === 0) return `"${source}" does not begin with the root element: /prefix:Root/…`;
  const steps: Step[] = [];
  for (const part of parts) {
    const [all, any, prefix, local, , position] = STEP.exec(part) ?? [];
    if (all === undefined) return `"${source}": "${part}" is not the name of an element`;
    if (prefix !== undefined && !Object.hasOwn(namespaces, prefix)) {
      return `"${source}": the prefix ${prefix} is not declared under \`namespaces\``;
    }
    steps.push({
      namespace: any === undefined ? (prefix === undefined ? '' : namespaces[prefix]) : undefined,
      local,
      position: position === undefined ? undefined : position === 'last()' ? -1 : Number(position),
    });
  }
  return { source, steps };
}

/** The elements that a path selects, in document order. */
export function selectElements(xml: XmlText, path: ElementPath): Located[] {
  let found: Located[] = [];
  path.steps.forEach((step, depth) => {
    found =
      depth === 0
        ? pick([xml.root], step).map((element) => ({ element, ancestors: [] }))
        : found.flatMap(({ element, ancestors }) =>
            pick(elementsIn(element), step).map((child) => ({ element: child, ancestors: [...ancestors, element] })),
          );
  });
  return found;
}

function pick(elements: readonly TextElement[], { namespace, local, position }: Step): readonly TextElement[] {
  const named = elements.filter(
    (each) =>
      (namespace === undefined || each.namespace === namespace) && (local === undefined || each.local === local),
  );
  if (position === undefined) return named;
  const one = named.at(position === -1 ? -1 : position - 1);
  return one === undefined ? [] : [one];
}
