import {
  at,
  atoms,
  bodyOf,
  type Code,
  declaredCode,
  declaredType,
  ModuleBuilder,
  many,
  matchOf,
  read,
  readType,
  type Scope,
  type UserFunction,
  withVariable,
} from '../generate/index.ts';
import type { FunctionDeclaration, Key, Pattern, RuleSet, Visits } from '../rules/index.ts';
import { Globals } from './globals.ts';
import { mainNode, nameOf } from './lets.ts';
import { ruleText } from './rule.ts';

/** A rule set as JavaScript. */
export interface GeneratedModule {
  /** A function of the runtime and the vocabulary, as text; what it answers is a `CompiledModule` (program.ts). */
  readonly source: string;
  /** Files that `document()` names, as written, in the order of their numbers. */
  readonly documents: readonly string[];
}

/** Throws a SchematronProblem with its place for an expression that is wrong or not supported. */
export function generateModule(ruleSet: RuleSet): GeneratedModule {
  const module = new ModuleBuilder();
  const globals = new Globals(ruleSet);
  const scope = globals.open(globalScope(ruleSet, module));
  for (const declaration of ruleSet.functions) declareFunction(declaration, scope);
  for (const [number, key] of ruleSet.keys.entries()) declareKey(key, number, scope);
  const patterns = ruleSet.patterns.map((pattern) =>
    patternText(pattern, globals.within(pattern.lets, scope), ruleSet.diagnostics),
  );
  const end = `return {\nstart,\nfinish,\npatterns: [\n${patterns.map((pattern) => `${pattern},\n`).join('')}],\n};`;
  return { source: `(function (runtime, vocabulary) {\n${module.text(prelude, end)}\n})`, documents: module.documents };
}

/** What generated code reads: the arrays of the tree, and the text of a node, which as a rule is in one text node. */
const prelude = (starts: string) => `
let session, tree, size, kind, name, parent, end, attributes, source, from, to, values;
let firstOfName, nextOfName, path, firstOfPath, nextOfPath, memo;
// Steps that the document may still cause.
let budget;

function start(next) {
session = next;
tree = next.tree;
budget = next.budget;
({ size, kind, name, parent, end, attributes, source, from, to, values } = tree);
({ firstOfName, nextOfName, path, firstOfPath, nextOfPath } = tree);
${starts}
}

// A large document must not stay in memory until the next one comes.
function finish() {
session = tree = size = kind = name = parent = end = attributes = source = from = to = values = undefined;
firstOfName = nextOfName = path = firstOfPath = nextOfPath = memo = undefined;
}

function leaf(node) {
const last = to[node];
return last >= 0 ? source.slice(from[node], last) : values[-1 - last];
}

function text(node) {
if (kind[node] > 1) return leaf(node);
const first = node + 1 + attributes[node];
if (first === end[node]) return "";
if (first + 1 === end[node] && kind[first] === 3) return leaf(first);
spend((end[node] - node) << 3);
return textOf(session, node);
}

function spend(steps) {
if ((budget -= steps) < 0) spent();
}`;

function globalScope(ruleSet: RuleSet, module: ModuleBuilder): Scope {
  module.runtime('textOf');
  module.runtime('spent');
  const functions = new Map<string, UserFunction>();
  for (const declaration of ruleSet.functions) {
    const key = `{${declaration.uri}}${declaration.name}/${declaration.parameters.length}`;
    const parameters = declaration.parameters.map(({ as }) =>
      as === undefined ? undefined : declaredType(readType(as)),
    );
    const result = declaration.as === undefined ? undefined : declaredType(readType(declaration.as));
    functions.set(key, {
      js: module.identifier(`f_${declaration.name}`),
      parameters,
      result: result?.type ?? many('item'),
    });
  }
  const keys = new Map(ruleSet.keys.map(({ name }, number) => [name, number]));
  const context: Code = { js: '0', type: mainNode };
  return {
    module,
    text: '',
    context,
    current: context,
    variables: new Map(),
    functions,
    keys,
    locals: [],
    depth: 0,
  };
}

function declareFunction(declaration: FunctionDeclaration, outer: Scope): void {
  const user = outer.functions.get(`{${declaration.uri}}${declaration.name}/${declaration.parameters.length}`);
  if (user === undefined) return;
  const { context: _, current: __, ...rest } = outer;
  let scope: Scope = rest;
  const parameters = declaration.parameters.map((parameter, at) => {
    const name = `a${at + 1}_${parameter.name.replace(/\W/g, '_')}`;
    const type = user.parameters[at]?.type ?? many('item');
    scope = withVariable({ ...scope, locals: [...scope.locals, name] }, nameOf(parameter), { js: name, type });
    return name;
  });
  const result = declaration.as === undefined ? undefined : declaredType(readType(declaration.as));
  const body = bodyOf(declaration.body, scope).returns((code, inner) => declaredCode(code, inner, result));
  outer.module.declare(
    `// xsl:function ${declaration.name}\nfunction ${user.js}(${parameters.join(', ')}) {\n${body}\n}`,
  );
}

function declareKey(key: Key, number: number, scope: Scope): void {
  const { module } = scope;
  const match = read(key.match, scope);
  const { js } = at(key.match, () => matchOf(match.e, match.inner));
  const node: Code = { js: 'n', type: mainNode };
  const use = read(key.use, { ...scope, context: node, current: node, locals: ['n'] });
  const values = at(key.use, () => atoms(use.e, use.inner));
  const add = `if (${js}(n)) ${module.runtime('addToIndex')}(index, n, ${values});`;
  const body = `const index = new Map();\nfor (let n = 0; n < size; n++) {\n${add}\n}\nreturn index;`;
  module.declare(`const key_${number} = ${module.runtime('perSession')}(() => {\n${body}\n});`);
}

function patternText(pattern: Pattern, scope: Scope, diagnostics: RuleSet['diagnostics']): string {
  const rules = pattern.rules.map((rule) => ruleText(rule, scope, bitsOf(pattern.siblings), diagnostics));
  return `{\n// pattern ${pattern.id}\nvisits: ${1 | bitsOf(pattern.visits)},\nrules: [\n${rules.map((rule) => `${rule},\n`).join('')}],\n}`;
}

/** Elements, and what else there is. */
function bitsOf({ attributes, text, asides }: Visits): number {
  return 2 | (attributes ? 4 : 0) | (text ? 8 : 0) | (asides ? 48 : 0);
}
