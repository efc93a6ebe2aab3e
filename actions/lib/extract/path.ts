import type { Namespaces } from '../xml/index.ts';

/** A plain XPath: from the root down by names, to an element or an attribute. It is followed in one pass over the text. */
export interface Path {
  readonly steps: readonly Step[];
  readonly attribute: Name | undefined;
}

export interface Name {
  /** Undefined for any namespace. */
  readonly namespace: string | undefined;
  readonly local: string;
}

export interface Step extends Name {
  /** Written behind `//`: at any depth. */
  readonly deep: boolean;
  /** Which one of the children of this name it is, from 1; undefined for all. */
  readonly position: number | undefined;
}

/** Paths that are followed together. */
export interface Paths {
  readonly all: readonly Path[];
  /** Their steps by the local names in them, in the order of the paths. */
  readonly byName: ReadonlyMap<string, readonly Place[]>;
}

/** A step in its path. */
export interface Place {
  readonly step: Step;
  /** How many steps of the path are before it. */
  readonly before: number;
  /** Which of the paths it is. */
  readonly path: number;
  /** The path that ends with it. */
  readonly ends: Path | undefined;
}

export function togetherOf(all: readonly Path[]): Paths {
  const byName = new Map<string, Place[]>();
  for (const [path, each] of all.entries()) {
    for (const [before, step] of each.steps.entries()) {
      const place = { step, before, path, ends: before === each.steps.length - 1 ? each : undefined };
      byName.set(step.local, [...(byName.get(step.local) ?? []), place]);
    }
  }
  return { all, byName };
}

const NAME = '(?:(\\*|[A-Za-z_][\\w.-]*):)?([A-Za-z_][\\w.-]*)';
const STEP = new RegExp(`(//?)${NAME}(?:\\[([1-9]\\d{0,5})\\])?`, 'y');
const ATTRIBUTE = new RegExp(`/@${NAME}$`, 'y');
/** One bit each, in a number of 32. */
const mostSteps = 30;

/** The path that an XPath is; undefined for one that says more, or has a prefix that only a document can explain. */
export function pathOf(xpath: string, namespaces: Namespaces): Path | undefined {
  const steps: Step[] = [];
  let at = 0;
  for (let found = matchAt(STEP, xpath, at); found !== null; found = matchAt(STEP, xpath, at)) {
    const [written, slashes, prefix, local = '', position] = found;
    const name = nameOf(prefix, local, namespaces);
    if (name === undefined) return undefined;
    steps.push({ ...name, deep: slashes === '//', position: position === undefined ? undefined : Number(position) });
    at += written.length;
  }
  if (steps.length === 0 || steps.length > mostSteps) return undefined;
  if (at === xpath.length) return { steps, attribute: undefined };
  const [, prefix, local = ''] = matchAt(ATTRIBUTE, xpath, at) ?? [];
  const attribute = nameOf(prefix, local, namespaces);
  // A declaration of a namespace is no attribute in XPath.
  return attribute === undefined || local === '' || local === 'xmlns' || prefix === '*'
    ? undefined
    : { steps, attribute };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function nameOf(prefix: string | undefined, local: string, namespaces: Namespaces): Name | undefined {
  if (prefix === undefined) return { namespace: '', local };
  if (prefix === '*') return { namespace: undefined, local };
  return Object.hasOwn(namespaces, prefix) ? { namespace: namespaces[prefix], local } : undefined;
}
