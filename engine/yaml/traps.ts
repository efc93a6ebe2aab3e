import { isCollection, type ParsedNode, visit } from 'yaml';
import { type Problem, problem } from '../errors.ts';
import type { Lines } from './lines.ts';
import type { Parsed } from './syntax.ts';

/** An expression that YAML takes apart, and the line as it must be written. */
export interface Trap {
  readonly line: number;
  /** From 0, within the line. */
  readonly start: number;
  readonly end: number;
  readonly why: string;
  /** The line with the expression in quotes; undefined where one line cannot say it. */
  readonly mended?: string;
  /** Lines below that belong to the expression and are empty once it is mended. */
  readonly swallowed: number;
}

/** Every expression that broke the YAML, or that YAML read as something else without a complaint. */
export function findTraps({ document, lines, errors }: Parsed): Trap[] {
  const traps = new Map<number, Trap>();
  const add = (trap: Trap | undefined): void => {
    if (trap && !traps.has(trap.line)) traps.set(trap.line, trap);
  };
  if (document) visitExpressions(document.contents, lines, add);
  for (const error of errors) {
    if (error.code !== 'DUPLICATE_KEY' && error.code !== 'BAD_SCALAR_START')
      add(trapOnLine(lines, lines.lineAt(error.pos[0])));
  }
  return [...traps.values()];
}

export function trapProblem(trap: Trap, lines: Lines): Problem {
  return problem('YAML_UNQUOTED_EXPRESSION', `YAML takes this expression apart: ${trap.why}.`, {
    place: lines.place(lines.startOf(trap.line) + trap.start, trap.end - trap.start),
    hint: trap.mended ? `Put it in quotes: ${trap.mended.trim()}` : 'Write it on one line, in quotes.',
  });
}

/** Values that YAML accepts but that are no longer what was written. */
function visitExpressions(root: ParsedNode | null, lines: Lines, add: (trap: Trap | undefined) => void): void {
  visit(root, {
    Scalar: (role, node, parents) => {
      if (node.type !== 'PLAIN' || !node.source?.startsWith('=') || !node.range) return;
      const parent = parents.findLast(isCollection);
      const line = lines.lineAt(node.range[0]);
      const start = node.range[0] - lines.startOf(line);
      if (role === 'key') add(trapOnLine(lines, line));
      else if (lines.lineAt(node.range[1] - 1) > line)
        add(overLines(lines, line, start, lines.lineAt(node.range[1] - 1)));
      else if (parent?.flow && isCutOff(node.source)) add(inFlow(lines, line));
      else if (
        lines
          .line(line)
          .slice(start + node.source.length)
          .trimStart()
          .startsWith('#') &&
        isCutOff(node.source)
      )
        add(inBlock(lines, line, start, '` #` starts a comment'));
    },
  });
}

/** A value of a mapping or list in block style: the expression is the rest of the line. */
const blockValue = /^(\s*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[^\s"'{[#=:][^:{[]*?)\s*:\s+)?)(=.*?)\s*$/;
/** Quotes that end before the expression does. */
const halfQuoted = /^(\s*(?:- +)*(?:[^\s"'{[#][^:{[]*?\s*:\s+)?)(["'])(=.*?)\s*$/;

function trapOnLine(lines: Lines, line: number): Trap | undefined {
  const source = lines.line(line);
  const block = blockValue.exec(source);
  if (block) return inBlock(lines, line, block[1]?.length ?? 0, '`: ` makes a mapping of it');
  const half = halfQuoted.exec(source);
  if (half) return endsTooEarly(line, half);
  return flowValue.test(source) ? inFlow(lines, line) : undefined;
}

function inBlock(lines: Lines, line: number, start: number, why: string): Trap {
  const source = lines.line(line);
  const expression = source.slice(start).trimEnd();
  if (isCutOff(expression.replace(/:$/, '?'))) {
    const indent = source.search(/[^\s]/);
    let last = line;
    while (last < lines.count && lines.line(last + 1).search(/[^\s]/) > indent) last += 1;
    if (last > line) return overLines(lines, line, start, last);
  }
  const mended = source.slice(0, start) + quoted(expression);
  return { line, start, end: start + expression.length, why, mended, swallowed: 0 };
}

function overLines(lines: Lines, line: number, start: number, last: number): Trap {
  const source = lines.line(line);
  const rest = Array.from({ length: last - line }, (_, index) => lines.line(line + 1 + index).trim());
  return {
    line,
    start,
    end: source.length,
    why: 'it goes on in the next line',
    mended: source.slice(0, start) + quoted([source.slice(start).trimEnd(), ...rest].join(' ')),
    swallowed: last - line,
  };
}

function endsTooEarly(line: number, [, before = '', quote = '', rest = '']: RegExpExecArray): Trap {
  const inner = rest.endsWith(quote) ? rest.slice(0, -1) : rest.replace(quote, '');
  const start = before.length;
  const mended = before + quoted(inner);
  const why = `the ${quote} after it begins is taken as its end`;
  return { line, start, end: start + 1 + rest.length, why, mended, swallowed: 0 };
}

const flowValue = /[{[,]\s*(?:[^\s"'{}[\],=:]+\s*:\s+)?(?==)/;

/** In flow style an expression goes up to the comma or bracket that is not its own; every one of the line is mended. */
function inFlow(lines: Lines, line: number): Trap | undefined {
  const source = lines.line(line);
  const why = 'in { } and [ ], YAML ends a value at , [ ] { } and `: `';
  let mended = '';
  let done = 0;
  let first: { start: number; end: number } | undefined;
  for (let next = flowValue.exec(source); next; next = flowValue.exec(source.slice(done))) {
    const start = done + next.index + next[0].length;
    const { end, closed } = endInFlow(source, start);
    const expression = source.slice(start, end).trimEnd();
    if (!closed) return { line, start, end: start + expression.length, why, swallowed: 0 };
    const whole = !/[,{}[\]]|: | #/.test(expression);
    if (!whole) first ??= { start, end: start + expression.length };
    mended += source.slice(done, start) + (whole ? expression : quoted(expression));
    done = start + expression.length;
  }
  return first && { line, ...first, why, mended: mended + source.slice(done), swallowed: 0 };
}

function endInFlow(source: string, start: number): { end: number; closed: boolean } {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const sign = source[at] ?? '';
    if (sign === '"' || sign === "'") {
      const close = source.indexOf(sign, at + 1);
      if (close < 0) return { end: source.length, closed: false };
      at = close;
    } else if ('([{'.includes(sign)) depth += 1;
    else if (depth === 0 && ',]}'.includes(sign)) return { end: at, closed: true };
    else if (')]}'.includes(sign)) depth -= 1;
  }
  return { end: source.length, closed: depth === 0 };
}

/** Open brackets or quotes, or an operator with nothing after it: YAML has cut something off. */
function isCutOff(expression: string): boolean {
  const bare = expression.replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/g, '0');
  if (/["']/.test(bare)) return true;
  if (/(\+|-|\*|\/|%|&&|\|\||==|!=|<|>|<=|>=|\?|\bin)$/.test(bare.trim())) return true;
  const count = (signs: RegExp): number => bare.match(signs)?.length ?? 0;
  return count(/[([{]/g) > count(/[)\]}]/g);
}

function quoted(expression: string): string {
  if (!/["\\]/.test(expression)) return `"${expression}"`;
  return `'${expression.replaceAll("'", "''")}'`;
}
