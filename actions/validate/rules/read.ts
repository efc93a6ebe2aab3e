import type { Loading } from '../../../engine/action.ts';
import type { Scope } from '../../../engine/expression.ts';
import { isObject } from '../../../engine/json.ts';
import { below, type Position } from '../../../engine/source.ts';
import { codeListsOf } from '../code-lists.ts';
import { readLoops } from './loop.ts';
import type { Check, Rule } from './rule.ts';
import { readTemplate } from './template.ts';
import { reportUnlisted } from './unlisted.ts';

type Node = Readonly<Record<string, unknown>>;

/** The artefact that a file names for all its rules with a code list. */
interface Named {
  readonly name: string;
  readonly at: Position;
}

/** A rule as it is written at one place: its own parts, and those that it has in common with its other places. */
interface Written {
  readonly node: Node;
  readonly at: Position;
  /** Where a part stands. */
  readonly where: (key: string) => Position;
}

const parts = ['id', 'for', 'when', 'check', 'value', 'message', 'hint', 'path'];
const keys = [...parts, 'severity', 'places'];

/** Reads and compiles a rules file (schemas/rules.schema.json); what is wrong is reported where it stands. */
export function readRules(path: string, loading: Loading, at: Position): readonly Rule[] {
  const file = loading.file(path, at);
  if (file === undefined) return [];
  const root: Position = { file, path: [] };
  if (!isObject(file.data) || !Array.isArray(file.data.rules)) {
    loading.report('SCHEMA', 'A rules file has a list `rules`.', root);
    return [];
  }
  unknownKeys(file.data, ['artefact', 'rules'], loading, root);
  const lists = textAt(file.data, 'artefact', loading, root, false);
  const artefact = lists === undefined ? undefined : { name: lists, at: below(root, 'artefact') };
  const list: readonly unknown[] = file.data.rules;
  const seen = new Set<unknown>();
  return list.flatMap((each, index) => {
    const place = below(root, 'rules', index);
    if (!isObject(each)) {
      loading.report('SCHEMA', 'A rule is a map with id, check, message and path.', place);
      return [];
    }
    if (seen.has(each.id)) loading.report('SCHEMA', `Two rules have the id ${each.id}.`, below(place, 'id'));
    seen.add(each.id);
    unknownKeys(each, keys, loading, place);
    return writtenAt(each, loading, place).flatMap((written) => readRule(written, loading, artefact) ?? []);
  });
}

/** The rule once for each of its places; what a place says itself takes the place of what the rule says. */
function writtenAt(node: Node, loading: Loading, at: Position): readonly Written[] {
  const { places, ...common } = node;
  if (places === undefined) return [{ node, at, where: (key) => below(at, key) }];
  const list: readonly unknown[] = Array.isArray(places) ? places : [];
  if (list.length === 0 || !list.every(isObject)) {
    loading.report('SCHEMA', '`places` is a list of maps with for, when, value and path.', below(at, 'places'));
    return [];
  }
  return list.map((own, index) => {
    const place = below(at, 'places', index);
    unknownKeys(own, parts, loading, place);
    return { node: { ...common, ...own }, at: place, where: (key) => below(key in own ? place : at, key) };
  });
}

function readRule({ node, at, where }: Written, loading: Loading, lists: Named | undefined): Rule | undefined {
  const id = textAt(node, 'id', loading, at, true);
  const severity = node.severity ?? 'error';
  if (severity !== 'error' && severity !== 'warning') {
    loading.report('SCHEMA', 'severity is `error` or `warning`.', where('severity'));
    return undefined;
  }
  const { loops, scope } = readLoops(node.for, loading, where('for'));
  const whole = loops !== undefined;
  const when = node.when === undefined ? undefined : condition(node.when, loading, where('when'), scope);
  const check = readCheck({ node, at, where }, loading, scope, lists);
  const template = (key: string, required: boolean) => {
    const text = textAt(node, key, loading, at, required);
    return text === undefined ? undefined : readTemplate(text, loading, where(key), scope);
  };
  const listed = isObject(node.check);
  const message = template('message', !listed);
  const hint = template('hint', false);
  const path = template('path', false);
  if (typeof node.path === 'string') checkPath(node.path, loading, where('path'), scope);
  if (!whole || id === undefined || check === undefined || (node.when !== undefined && when === undefined))
    return undefined;
  const hides = loops.some(({ item, index }) => [item, index].some((name) => Object.hasOwn(loading.scope, name)));
  return { id, severity, loops, hides, when, check, message, hint, path, at };
}

/** The field to mend must be one that there is: `{index}` stands for a place in a list. */
function checkPath(path: string, loading: Loading, at: Position, scope: Scope): void {
  const plain = path.replaceAll(/\{\w+\}/g, '0');
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*|\[\d+\])*$/.test(plain)) return;
  const place: Position['file']['place'] = (where, part) => at.file.place(where, part);
  loading.expression(`=invoice.${plain}`, { path: at.path, file: { ...at.file, place } }, { scope });
}

function readCheck(
  { node, where }: Written,
  loading: Loading,
  scope: Scope,
  lists: Named | undefined,
): Check | undefined {
  const place = where('check');
  if (!isObject(node.check)) {
    if ('value' in node) loading.report('KEY_UNKNOWN', '`value` goes with `check: { in }` only.', where('value'));
    const holds = condition(node.check, loading, place, scope);
    return holds && { holds };
  }
  unknownKeys(node.check, ['in', 'artefact'], loading, place);
  const list = textAt(node.check, 'in', loading, place, true);
  const own = textAt(node.check, 'artefact', loading, place, lists === undefined);
  const { name: artefact, at: named } =
    own === undefined ? { at: place, ...lists } : { name: own, at: below(place, 'artefact') };
  const known = artefact !== undefined && loading.artefact(artefact, named) !== undefined;
  if (node.value === undefined) loading.report('SCHEMA', 'A check against a code list needs `value: =…`.', place);
  const value = node.value === undefined ? undefined : loading.expression(node.value, where('value'), { scope });
  if (known && list !== undefined)
    loading.whenPulled([artefact], async (artefacts) => {
      const [lists] = await Promise.all(artefacts.map(codeListsOf));
      if (lists?.(list) === undefined) await reportUnlisted(list, artefacts, loading, below(place, 'in'));
    });
  return known && list !== undefined && value !== undefined ? { list, artefact, value } : undefined;
}

function condition(value: unknown, loading: Loading, at: Position, scope: Scope) {
  if (typeof value === 'string' && value.startsWith('='))
    return loading.expression(value, at, { scope, expects: 'bool' });
  loading.report('SCHEMA', `\`${at.path.at(-1)}\` is an expression: =… that is true or false.`, at);
  return undefined;
}

function textAt(node: Node, key: string, loading: Loading, at: Position, required: boolean): string | undefined {
  const value = node[key];
  if (typeof value === 'string' && value !== '') return value;
  if (value !== undefined) loading.report('SCHEMA', `\`${key}\` is a text.`, below(at, key));
  else if (required) loading.report('SCHEMA', `\`${key}\` is missing.`, at);
  return undefined;
}

function unknownKeys(node: Node, known: readonly string[], loading: Loading, at: Position): void {
  for (const key of Object.keys(node))
    if (!known.includes(key))
      loading.report('KEY_UNKNOWN', `\`${key}\` is not known here; ${known.join(', ')} are.`, below(at, key));
}
