import type { Scope, Variables } from './contract.ts';
import { nearHint } from './near.ts';
import type { ExpressionProblem } from './problem.ts';
import { dyn, type Shape, shapeOf } from './shape.ts';

const plain = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*|\[\d{1,9}\])*$/;
const keywords = new Set(['true', 'false', 'null']);

/** The segments of `name(.name | [int])*` with their offsets; undefined for any other text. */
export function plainPath(text: string): readonly Segment[] | undefined {
  if (!plain.test(text) || keywords.has(text)) return undefined;
  return [...text.matchAll(/\w+/g)].map((match) => ({ name: match[0], offset: match.index }));
}

export interface Segment {
  readonly name: string;
  readonly offset: number;
}

/** Follows a path through the shapes of a scope: the shape it ends at, or what is wrong with it. */
export function checkPath(path: readonly Segment[], scope: Scope): Shape | ExpressionProblem {
  const [root, ...rest] = path;
  if (root === undefined) return dyn;
  const schema = Object.hasOwn(scope, root.name) ? scope[root.name] : undefined;
  if (schema === undefined) return unknownName(root, `there is no \`${root.name}\` here`, Object.keys(scope));
  let shape = shapeOf(schema, root.name);
  for (const [index, segment] of rest.entries()) {
    // A type is named after the place where it was first met: the owner is called as it is written here.
    const owner = path.slice(0, index + 1).map(({ name }) => name);
    const next = memberShape(shape, segment, owner.join('.').replaceAll(/\.(\d+)/g, '[$1]'));
    if ('code' in next) return next;
    shape = next;
  }
  return shape;
}

function memberShape(shape: Shape, segment: Segment, owner: string): Shape | ExpressionProblem {
  if (shape.kind === 'dyn') return dyn;
  if (shape.kind === 'list') {
    if (/^\d/.test(segment.name)) return shape.item;
    const hint = `Name one by its index, e.g. \`[0].${segment.name}\`, or use \`.map(each, each.${segment.name})\`.`;
    return mismatch(segment, `\`${segment.name}\` is asked of a list`, hint);
  }
  if (shape.kind === 'object') {
    const member = shape.members.get(segment.name) ?? shape.rest;
    return member ?? unknownName(segment, `\`${owner}\` has no \`${segment.name}\``, shape.members.keys());
  }
  return mismatch(segment, `\`${segment.name}\` is asked of a ${shape.kind}, which has no members`);
}

function unknownName(at: Segment, message: string, names: Iterable<string>): ExpressionProblem {
  const hint = nearHint(at.name, names);
  return { code: 'EXPRESSION_UNKNOWN_NAME', message, hint, offset: at.offset, length: at.name.length };
}

function mismatch(at: Segment, message: string, hint?: string): ExpressionProblem {
  const where = { offset: at.offset, length: at.name.length };
  return { code: 'EXPRESSION_TYPE', message, ...(hint === undefined ? {} : { hint }), ...where };
}

/** Reads a path out of raw data: null when any part is absent, or when what it ends at is. */
export function readPath(path: readonly string[]): (variables: Variables) => unknown {
  return (variables) => {
    let value: unknown = variables;
    for (const name of path) {
      if (!hasMember(value, name)) return null;
      value = value[name];
    }
    return value === undefined || value === '' ? null : value;
  };
}

/** A list has its items, and no `length`, which is JavaScript's. */
const hasMember = (value: unknown, name: string): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  Object.hasOwn(value, name) &&
  !(name === 'length' && Array.isArray(value));
