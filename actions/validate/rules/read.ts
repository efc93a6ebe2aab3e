import type { Loading } from '../../../engine/action.ts';
import type { Scope } from '../../../engine/expression.ts';
import { below, type Position } from '../../../engine/source.ts';
import { readLoops } from './loop.ts';
import type { Check, Rule } from './rule.ts';
import { readTemplate } from './template.ts';

type Node = Readonly<Record<string, unknown>>;

const keys = ['id', 'severity', 'for', 'when', 'check', 'value', 'message', 'hint', 'path'];

/** Reads and compiles a rules file (schemas/rules.schema.json); what is wrong is reported where it stands. */
export function readRules(path: string, loading: Loading, at: Position): readonly Rule[] {
  const file = loading.file(path, at);
  if (file === undefined) return [];
  const root: Position = { file, path: [] };
  if (!isNode(file.data) || !Array.isArray(file.data.rules)) {
    loading.report('SCHEMA', 'A rules file has a list `rules`.', root);
    return [];
  }
  unknownKeys(file.data, ['rules'], loading, root);
  const list: readonly unknown[] = file.data.rules;
  const seen = new Set<unknown>();
  return list.flatMap((each, index) => {
    const place = below(root, 'rules', index);
    if (!isNode(each)) {
      loading.report('SCHEMA', 'A rule is a map with id, check, message and path.', place);
      return [];
    }
    if (seen.has(each.id)) loading.report('SCHEMA', `Two rules have the id ${each.id}.`, below(place, 'id'));
    seen.add(each.id);
    const rule = readRule(each, loading, place);
    return rule === undefined ? [] : [rule];
  });
}

function readRule(node: Node, loading: Loading, at: Position): Rule | undefined {
  unknownKeys(node, keys, loading, at);
  const id = textAt(node, 'id', loading, at, true);
  const severity = node.severity ?? 'error';
  if (severity !== 'error' && severity !== 'warning') {
    loading.report('SCHEMA', 'severity is `error` or `warning`.', below(at, 'severity'));
    return undefined;
  }
  const { loops, scope } = readLoops(node.for, loading, below(at, 'for'));
  const whole = loops !== undefined;
  const when = node.when === undefined ? undefined : condition(node.when, loading, below(at, 'when'), scope);
  const check = readCheck(node, loading, at, scope);
  const template = (key: string, required: boolean) => {
    const text = textAt(node, key, loading, at, required);
    return text === undefined ? undefined : readTemplate(text, loading, below(at, key), scope);
  };
  const listed = isNode(node.check);
  const message = template('message', !listed);
  const hint = template('hint', false);
  const path = template('path', false);
  if (typeof node.path === 'string') checkPath(node.path, loading, below(at, 'path'), scope);
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

function readCheck(node: Node, loading: Loading, at: Position, scope: Scope): Check | undefined {
  const place = below(at, 'check');
  if (!isNode(node.check)) {
    if ('value' in node)
      loading.report('KEY_UNKNOWN', '`value` goes with `check: { in, artefact }` only.', below(at, 'value'));
    const holds = condition(node.check, loading, place, scope);
    return holds && { holds };
  }
  unknownKeys(node.check, ['in', 'artefact'], loading, place);
  const list = textAt(node.check, 'in', loading, place, true);
  const artefact = textAt(node.check, 'artefact', loading, place, true);
  const known = artefact !== undefined && loading.artefact(artefact, below(place, 'artefact')) !== undefined;
  if (node.value === undefined) loading.report('SCHEMA', 'A check against a code list needs `value: =…`.', place);
  const value = node.value === undefined ? undefined : loading.expression(node.value, below(at, 'value'), { scope });
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

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
