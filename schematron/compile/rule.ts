import { basename } from 'node:path';
import {
  at,
  atoms,
  baseOf,
  type Code,
  condition,
  type Head,
  infer,
  items,
  matchOf,
  neededPaths,
  negation,
  nodes,
  oneLine,
  read,
  type Scope,
  siblingPosition,
  type Type,
  withContext,
  withLocal,
  withVariable,
} from '../generate/index.ts';
import type { Check, Expression, MessagePart, Place, Rule, RuleContent, RuleSet } from '../rules/index.ts';
import { checkedLet, mainNode, nameOf, withNodeLet } from './lets.ts';

/** The text of one rule in the module: an object whose functions take the node. */
export function ruleText(rule: Rule, outer: Scope, siblings: number, diagnostics: RuleSet['diagnostics']): string {
  const context = read(rule.context, outer);
  const match = at(rule.context, () => matchOf(context.e, context.inner));
  const node: Code = { js: 'n', type: mainNode };
  const base = baseOf(context.e, outer.module);
  const scope = {
    ...withContext(outer, node),
    ...siblingPosition('n', siblings, outer.module),
    current: node,
    locals: ['n'],
    ...(base === undefined ? {} : { base }),
  };
  const parts = [
    `match: ${match.js}`,
    `heads: [${match.heads.map(headText).join(', ')}]`,
    `kinds: ${match.kinds}`,
    rule.content === undefined ? checksText(rule, scope, diagnostics) : contentText(rule, rule.content, scope),
  ];
  return `{\n// ${placeText(rule.place)}: ${oneLine(rule.context.text)}\n${parts.join(',\n')},\n}`;
}

/** What source-map.ts reads. */
function placeText({ file, line }: Place): string {
  return `${basename(file)}:${line}`;
}

function headText({ name, parent, suffix }: Head): string {
  const parts = [
    name === undefined ? '' : `name: ${name}`,
    parent === undefined ? '' : `parent: ${parent}`,
    suffix === undefined ? '' : `suffix: ${JSON.stringify(suffix)}`,
  ];
  return `{ ${parts.filter((part) => part !== '').join(', ')} }`;
}

function checksText(rule: Rule, outer: Scope, diagnostics: RuleSet['diagnostics']): string {
  let scope = outer;
  for (const variable of rule.lets) scope = withNodeLet(variable, scope);
  const checks = rule.checks.map((check) => checkText(check, scope, diagnostics));
  return `checks: [\n${checks.map((check) => `${check},\n`).join('')}]${conditionsText(rule, scope)}`;
}

/** Which checks can find something only where there are elements at a path, and which always can. */
function conditionsText(rule: Rule, scope: Scope): string {
  const { base, module } = scope;
  const always: number[] = [];
  const slots: number[] = [];
  const conditional: number[] = [];
  rule.checks.forEach((check, index) => {
    const { e, inner } = read(check.test, scope);
    const needed = base === undefined ? undefined : neededPaths(e, check.firesOn, inner);
    if (base === undefined || needed === undefined) {
      always.push(index);
    } else {
      for (const path of needed) {
        slots.push(module.slot(base.table, path));
        conditional.push(index);
      }
    }
  });
  if (base === undefined || conditional.length < fewest) return '';
  const parts = [
    `always: [${always.join(', ')}]`,
    `conditional: [${conditional.join(', ')}]`,
    `slots: [${slots.join(', ')}]`,
    `present: (slot) => firstOfPath[${base.table}[slot]] >= 0`,
  ];
  return `,\n${parts.join(',\n')}`;
}

/** Below this number of checks, looking which are needed costs more than running them. */
const fewest = 4;

function checkText(check: Check, scope: Scope, diagnostics: RuleSet['diagnostics']): string {
  const { module } = scope;
  const comment = `${placeText(check.place)}: ${check.kind} ${check.id} ${oneLine(check.test.text)}`;
  const body = `return ${firing(check, scope)};`;
  const test = module.function(check.id === '' ? `check_${check.place.line}` : check.id, ['n'], body, comment);
  const message = messageOf(check.message, scope);
  const more = check.diagnostics.map((id) => messageOf(diagnostics.get(id) ?? [], scope));
  const texts = more.length === 0 ? '' : `, diagnostics: [${more.join(', ')}]`;
  const subject = check.subject === undefined ? '' : `, subject: (n) => ${subjectOf(check.subject, scope)}`;
  return `{ test: ${test}, message: ${message}${subject}${texts} }`;
}

/** The condition under which the check is a finding. */
function firing(check: Check, scope: Scope): string {
  const { e, inner } = read(check.test, scope);
  const test = at(check.test, () => condition(e, inner));
  return check.firesOn ? test : negation(test);
}

function subjectOf(subject: Expression, scope: Scope): string {
  const { e, inner } = read(subject, scope);
  return at(subject, () => `${nodes(e, inner)}[0]`);
}

/** A function of the node, or a string when the message is always the same. */
function messageOf(message: readonly MessagePart[], scope: Scope): string {
  const parts = message.map((part) => messagePart(part, scope));
  const isConstant = message.every(({ kind }) => kind === 'text');
  const text = parts.length === 0 ? '""' : parts.join(' + ');
  return isConstant
    ? JSON.stringify(message.map((part) => (part.kind === 'text' ? part.text : '')).join(''))
    : `(${scope.locals.join(', ')}) => ${text}`;
}

function messagePart(part: MessagePart, scope: Scope): string {
  if (part.kind === 'text') return JSON.stringify(part.text);
  const { module } = scope;
  if (part.kind === 'value') {
    const { e, inner } = read(part.select, scope);
    return at(part.select, () => `${module.runtime('joined')}(${atoms(e, inner)})`);
  }
  const lexical = module.runtime('lexicalNameOf');
  if (part.path === undefined) return `${lexical}(session, ${scope.context?.js ?? 'n'})`;
  const { path } = part;
  const { e, inner } = read(path, scope);
  return at(path, () => `${lexical}(session, ${nodes(e, inner)}[0])`);
}

/** Of a stylesheet written on by hand: checks under conditions and loops, as statements that report. */
function contentText(rule: Rule, content: readonly RuleContent[], outer: Scope): string {
  const scope = { ...outer, locals: [...outer.locals, 'report'] };
  const body = statements(rule, content, scope);
  const name = outer.module.function('content', ['n', 'report'], body);
  return `run: ${name}`;
}

function statements(rule: Rule, content: readonly RuleContent[], outer: Scope): string {
  let scope = outer;
  const lines: string[] = [];
  for (const part of content) {
    if (part.kind === 'let') {
      const { name, inner } = withLocal(scope, 'x');
      const code = checkedLet(part.let, scope);
      lines.push(`const ${name} = ${scope.module.runtime('lazy')}(() => ${code.js});`);
      scope = withVariable(inner, nameOf(part.let), { js: `${name}()`, type: code.type });
    } else {
      lines.push(statement(rule, part, scope));
    }
  }
  return lines.join('\n');
}

function statement(rule: Rule, part: Exclude<RuleContent, { kind: 'let' }>, scope: Scope): string {
  const node = scope.context?.js ?? 'n';
  if (part.kind === 'check') {
    const check = rule.checks[part.index];
    if (check === undefined) return '';
    const parts = check.message.map((one) => messagePart(one, scope));
    const message = parts.length === 0 ? '""' : parts.join(' + ');
    return `report.check(${part.index}, ${node}, () => ${firing(check, scope)}, () => ${message});`;
  }
  if (part.kind === 'for-each') return loop(rule, part, scope);
  const first = firstCheck([part]);
  const branches = part.branches.map(({ test, content }) => {
    const { e, inner } = read(test, scope);
    const holds = at(test, () => condition(e, inner));
    return `if (report.guard(${first}, ${node}, () => ${holds})) {\n${statements(rule, content, scope)}\n}`;
  });
  const otherwise = part.otherwise.length === 0 ? '' : ` else {\n${statements(rule, part.otherwise, scope)}\n}`;
  return branches.join(' else ') + otherwise;
}

function loop(rule: Rule, part: RuleContent & { kind: 'for-each' }, scope: Scope): string {
  const { e, inner } = read(part.select, scope);
  const { kind } = infer(e, inner);
  const { name, inner: deep } = withLocal(scope, 'n');
  const type: Type = { kind: kind === 'node' ? 'node' : 'item', occurs: 'one', main: kind === 'node' };
  const focus = withContext(deep, { js: name, type });
  const all = at(part.select, () => (kind === 'node' ? nodes(e, inner) : items(e, inner)));
  const body = statements(rule, part.content, focus);
  const first = firstCheck(part.content);
  return `for (const ${name} of report.items(${first}, ${scope.context?.js ?? 'n'}, () => ${all})) {\n${body}\n}`;
}

function firstCheck(content: readonly RuleContent[]): number {
  for (const part of content) {
    if (part.kind === 'check') return part.index;
    if (part.kind === 'let') continue;
    const inner =
      part.kind === 'choose' ? [...part.branches.flatMap((one) => one.content), ...part.otherwise] : part.content;
    const found = firstCheck(inner);
    if (found >= 0) return found;
  }
  return -1;
}
