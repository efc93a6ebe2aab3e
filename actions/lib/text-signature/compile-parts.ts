import type { Loading } from '../../../engine/action.ts';
import { below, type Position } from '../../../engine/source.ts';
import { AttributeNames } from '../xml-text/index.ts';
import type { Field, Name, Part, Selection } from './description.ts';
import { resolveName } from './names.ts';

export interface Compiling {
  readonly loading: Loading;
  /** Something has been reported: the description cannot be used. */
  failed: boolean;
}

type Namespaces = Readonly<Record<string, string>>;
type Members = Readonly<Record<string, unknown>>;

const FORMS = 'attributes | content | apply | each + write | when + write';

/** Compiles the lines of an entry: each is one of `attributes`, `content`, `apply`, `each` + `write`, `when` + `write`. */
export function compileParts(compiling: Compiling, lines: unknown, namespaces: Namespaces, at: Position): Part[] {
  if (!Array.isArray(lines)) {
    problem(compiling, 'A list of what is written, in order, was expected', at);
    return [];
  }
  return lines.flatMap((line: unknown, index) => {
    const part = compilePart(compiling, line, namespaces, below(at, index));
    return part === undefined ? [] : [part];
  });
}

function problem(compiling: Compiling, message: string, at: Position, hint?: string): undefined {
  compiling.failed = true;
  compiling.loading.report('TEXT_DESCRIPTION', message, at, hint);
  return undefined;
}

function compilePart(compiling: Compiling, line: unknown, namespaces: Namespaces, at: Position): Part | undefined {
  if (typeof line !== 'object' || line === null) return problem(compiling, 'This line is not understood', at, FORMS);
  const members: Members = { ...line };
  const write = (): Part[] => compileParts(compiling, members.write, namespaces, below(at, 'write'));
  const select = (key: string): Selection | undefined =>
    compileSelection(compiling, members[key], namespaces, below(at, key));
  switch (Object.keys(members).sort().join(' ')) {
    case 'attributes':
      return attributesPart(compileFields(compiling, members.attributes, namespaces, below(at, 'attributes')));
    case 'content':
      return compileContent(compiling, members.content, namespaces, below(at, 'content'));
    case 'apply': {
      const selection = select('apply');
      return selection && { kind: 'apply', select: selection };
    }
    case 'each write': {
      const selection = select('each');
      return selection && { kind: 'each', select: selection, write: write() };
    }
    case 'when write':
      return compileWhen(compiling, members.when, write(), namespaces, below(at, 'when'));
    default:
      return problem(compiling, `This line has the keys ${Object.keys(members).join(', ')}`, at, `A line is ${FORMS}`);
  }
}

function attributesPart(fields: readonly Field[]): Part {
  const names = [...new Set(fields.map(({ name }) => name))];
  const indexed = fields.map((field) => ({ ...field, index: names.indexOf(field.name) }));
  return { kind: 'attributes', fields: indexed, names: new AttributeNames(names) };
}

function compileFields(compiling: Compiling, value: unknown, namespaces: Namespaces, at: Position): Field[] {
  if (typeof value !== 'string') {
    problem(compiling, 'The names of attributes, separated by spaces, were expected', at);
    return [];
  }
  const words = value.split(/\s+/).filter((word) => word !== '');
  return words.flatMap((word) => {
    const optional = word.endsWith('?');
    const name = resolveName(optional ? word.slice(0, -1) : word, namespaces, true);
    if (typeof name !== 'string') return [{ ...name, optional }];
    problem(compiling, name, at);
    return [];
  });
}

function compileContent(compiling: Compiling, value: unknown, namespaces: Namespaces, at: Position): Part | undefined {
  const optional = typeof value === 'string' && value.endsWith('?');
  const select = compileSelection(compiling, optional ? value.slice(0, -1) : value, namespaces, at);
  return select && { kind: 'content', select, optional };
}

function compileWhen(
  compiling: Compiling,
  value: unknown,
  write: readonly Part[],
  namespaces: Namespaces,
  at: Position,
): Part | undefined {
  const { attribute, equals }: Members = { ...(typeof value === 'object' ? value : {}) };
  if (typeof attribute !== 'string' || typeof equals !== 'string') {
    return problem(compiling, '`when` is { attribute: name, equals: "text" }', at);
  }
  const name = resolveName(attribute, namespaces, true);
  return typeof name === 'string' ? problem(compiling, name, at) : { kind: 'when', attribute: name, equals, write };
}

/** `.`, `*`, `.//a:b`, or a path of children `a:b/c:d`. */
function compileSelection(
  compiling: Compiling,
  value: unknown,
  namespaces: Namespaces,
  at: Position,
): Selection | undefined {
  if (value === '.') return { kind: 'self' };
  if (value === '*') return { kind: 'all' };
  if (typeof value !== 'string') return problem(compiling, 'The path of an element was expected', at);
  const descendants = value.startsWith('.//');
  const names = (descendants ? [value.slice(3)] : value.split('/')).map((name) => resolveName(name, namespaces));
  const wrong = names.find((name) => typeof name === 'string');
  if (wrong !== undefined) return problem(compiling, wrong, at, 'Write a:b/c:d, .//a:b, * or .');
  const steps = names.filter((name): name is Name => typeof name !== 'string');
  const [name] = steps;
  return descendants && name !== undefined ? { kind: 'descendants', name } : { kind: 'children', steps };
}
