import { Composer, type CST, type Document, Parser, type YAMLError } from 'yaml';
import { type Problem, type ProblemCode, problem } from '../errors.ts';
import { Lines } from './lines.ts';
import { isCutByComment, wordsFor } from './words.ts';

/** Deeper nesting is refused before anything recursive sees it. */
const deepest = 64;
const mostProblems = 50;

export interface Parsed {
  /** Undefined when the file must not be composed at all. */
  readonly document?: Document.Parsed | undefined;
  readonly lines: Lines;
  /** What the YAML library itself found, before our codes. */
  readonly errors: readonly YAMLError[];
  /** Anchors, aliases, tags and depth. */
  readonly problems: readonly Problem[];
}

/** YAML 1.2 core without anchors, aliases, tags and merge keys; keys are unique texts. */
export function parseYaml(path: string, text: string): Parsed {
  const lines = new Lines(path, text);
  const tokens = [...new Parser().parse(text)];
  const problems = findForbidden(tokens, lines);
  if (problems.some(({ code }) => code === 'YAML_TOO_LARGE')) return { lines, errors: [], problems };
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: true,
    strict: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [document, ...others] = composer.compose(tokens, true, text.length);
  const second = others[0];
  const extra = second
    ? [problem('YAML_SYNTAX', 'A file holds one document.', { place: lines.place(second.range[0], 3) })]
    : [];
  return {
    document,
    lines,
    errors: document?.errors ?? [],
    problems: [...problems, ...extra],
  };
}

/** Our codes for the library's errors. */
export function syntaxProblems(errors: readonly YAMLError[], lines: Lines): Problem[] {
  // A tab throws the columns of all that follows out, a bracket in a comment the lines.
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  const cut = errors.findIndex((error) => isCutByComment(error, lines));
  const first = cut < 0 ? errors : errors.slice(0, cut + 1);
  const problems = withoutRows(tabs.length > 0 ? tabs : first, lines)
    .filter(({ code }) => !handledElsewhere.has(code))
    .slice(0, mostProblems)
    .map((error) => problemOf(error, lines));
  const said = ({ message, place }: Problem): string => `${message} ${place?.line}:${place?.column}`;
  return problems.filter((each, index) => problems.findIndex((other) => said(other) === said(each)) === index);
}

function problemOf(error: YAMLError, lines: Lines): Problem {
  if (error.code !== 'DUPLICATE_KEY') {
    const { message, hint, offset, length } = wordsFor(error, lines);
    return problem('YAML_SYNTAX', `${message}.`, { place: lines.place(offset, length), hint });
  }
  const [start] = error.pos;
  const key = /^("(\\.|[^"\\])*"|'[^']*'|[^:\s]+)/.exec(lines.text.slice(start))?.[0] ?? '';
  const hint = key === 'id' ? 'Keep one of them; or begin another item of the list: `- id:`.' : undefined;
  const message = `The key ${key} stands twice in one mapping.`;
  return problem('YAML_DUPLICATE_KEY', message, { place: lines.place(start, key.length), hint });
}

/** Where a dash is missing, every key of the item stands twice, line after line: the first says it. */
function withoutRows(errors: readonly YAMLError[], lines: Lines): YAMLError[] {
  const twice = new Set(errors.flatMap(({ code, pos }) => (code === 'DUPLICATE_KEY' ? [lines.lineAt(pos[0])] : [])));
  return errors.filter(({ code, pos }) => code !== 'DUPLICATE_KEY' || !twice.has(lines.lineAt(pos[0]) - 1));
}

/** Reported from the tokens, with a code of their own. */
const handledElsewhere = new Set([
  'TAG_RESOLVE_FAILED',
  'BAD_ALIAS',
  'ALIAS_PROPS',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_TAGS',
]);

function findForbidden(tokens: readonly CST.Token[], lines: Lines): Problem[] {
  const problems: Problem[] = [];
  const open: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 })).reverse();
  for (let next = open.pop(); next && problems.length < mostProblems; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepest) {
      const message = `Nested deeper than ${deepest} levels.`;
      return [problem('YAML_TOO_LARGE', message, { place: lines.place(token.offset, 1) })];
    }
    const children = childrenOf(token);
    for (const child of children.reverse()) {
      open.push({ token: child, depth: depth + ('items' in token ? 1 : 0) });
    }
    for (const mark of [token, ...marksOf(token)]) {
      const found = forbiddenMark(mark, lines);
      // A bomb names one anchor a thousand times; once is enough to know it.
      if (found && !problems.some(({ message }) => message === found.message)) problems.push(found);
    }
  }
  return problems;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((each) => each !== null && each !== undefined));
}

function marksOf(token: CST.Token): CST.SourceToken[] {
  if (token.type === 'document') return token.start;
  if (token.type === 'block-scalar')
    return token.props.filter((each) => each.type !== 'block-scalar-header') as CST.SourceToken[];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ start, sep }) => [...start, ...(sep ?? [])]);
}

const forbidden: Readonly<Record<string, ProblemCode>> = { anchor: 'YAML_ALIAS', alias: 'YAML_ALIAS', tag: 'YAML_TAG' };

function forbiddenMark(mark: { type: string; offset: number; source?: string }, lines: Lines): Problem | undefined {
  const code = forbidden[mark.type];
  if (code === undefined) return undefined;
  const source = mark.source ?? '';
  const place = lines.place(mark.offset, source.length);
  return problem(code, `The ${mark.type} ${source} is not allowed.`, { place });
}
