import type { Instruction, Let, Expression as Source } from '../rules/index.ts';
import { condition } from './condition.ts';
import { asArray, atoms, items, widened } from './convert.ts';
import { infer } from './infer.ts';
import { hoist, type Scope, withContext, withLocal, withVariable } from './scope.ts';
import { read, readType } from './source.ts';
import { type Code, either, emptySequence, many, one, type Type, together } from './types.ts';
import { declaredCode, declaredType, declaredValue } from './user-functions.ts';
import { value } from './value.ts';

/** What XSLT instructions make: the body of an xsl:function or xsl:variable. */
export interface Body {
  readonly type: Type;
  /** Statements that return the value; `finish` makes the JavaScript expression that is returned of it. */
  returns(finish: (code: Code, scope: Scope) => string): string;
}

export function bodyOf(instructions: readonly Instruction[], outer: Scope): Body {
  let scope = outer;
  let declarations = '';
  const contents: Content[] = [];
  for (const instruction of instructions) {
    if (instruction.kind !== 'variable') {
      contents.push(instruction);
      continue;
    }
    const { name, inner } = withLocal(scope, 'x');
    const code = letValue(instruction.variable, scope);
    // XSLT's variables are evaluated when they are used, if ever.
    declarations += `const ${name} = ${scope.module.runtime('lazy')}(() => ${code.js});\n`;
    const variable = { prefix: '', uri: instruction.variable.uri, local: instruction.variable.name };
    scope = withVariable(inner, variable, { js: `${name}()`, type: code.type });
  }
  const [only] = contents;
  if (only?.kind === 'choose' && contents.length === 1) return choice(only, scope, declarations);
  const code = contents.map((instruction) => codeOf(instruction, scope)).reduce(concatenated(scope), nothing);
  return { type: code.type, returns: (finish) => `${declarations}return ${finish(code, scope)};` };
}

type Content = Exclude<Instruction, { kind: 'variable' }>;

const nothing: Code = { js: 'undefined', type: emptySequence };

function concatenated(scope: Scope): (a: Code, b: Code) => Code {
  return (a, b) => {
    if (a.type.empty === true) return b;
    if (b.type.empty === true) return a;
    const type = together(a.type, b.type);
    const spread = (code: Code) => `...${widened(code, type, scope.module)}`;
    return { js: `[${spread(a)}, ${spread(b)}]`, type };
  };
}

/** A variable's value, of the type that is declared for it. */
export function letValue(variable: Let, scope: Scope): Code {
  const declared = variable.as === undefined ? undefined : declaredType(readType(variable.as));
  if (variable.select !== undefined) {
    const { e, inner } = read(variable.select, scope);
    if (declared === undefined) return value(e, inner);
    return { js: declaredValue(e, inner, declared), type: declared.type };
  }
  if (variable.body === undefined) return { js: '""', type: one('string') };
  const body = bodyOf(variable.body, scope);
  if (declared !== undefined) {
    const js = hoist(
      scope,
      variable.name,
      body.returns((code, inner) => declaredCode(code, inner, declared)),
    );
    return { js, type: declared.type };
  }
  return asCode(body, scope, variable.name);
}

function asCode(body: Body, scope: Scope, hint: string): Code {
  const { type } = body;
  return {
    js: hoist(
      scope,
      hint,
      body.returns((code, inner) => widened(code, type, inner.module)),
    ),
    type,
  };
}

function choice(instruction: Instruction & { kind: 'choose' }, scope: Scope, declarations: string): Body {
  const branches = instruction.branches.map(({ test, body }) => ({ test, body: bodyOf(body, scope) }));
  const otherwise = bodyOf(instruction.otherwise, scope);
  const type = branches.reduce((known, { body }) => either(known, body.type), otherwise.type);
  return {
    type,
    returns: (finish) => {
      const tests = branches.map(({ test, body }) => `if (${conditionOf(test, scope)}) {\n${body.returns(finish)}\n}`);
      return `${declarations}${tests.join('\n')}\n${otherwise.returns(finish)}`;
    },
  };
}

function conditionOf(test: Source, scope: Scope): string {
  const { e, inner } = read(test, scope);
  return condition(e, inner);
}

function codeOf(instruction: Content, scope: Scope): Code {
  switch (instruction.kind) {
    case 'sequence':
    case 'copy-of': {
      const { e, inner } = read(instruction.select, scope);
      return value(e, inner);
    }
    case 'text':
      return { js: JSON.stringify(instruction.text), type: one('untyped') };
    case 'value-of':
      return textNode(instruction, scope);
    case 'for-each':
      return forEach(instruction, scope);
    case 'choose':
      return asCode(choice(instruction, scope, ''), scope, 'choose');
  }
}

/** The text node that xsl:value-of makes is untyped when its value is asked for. */
function textNode(instruction: Instruction & { kind: 'value-of' }, scope: Scope): Code {
  const separator = JSON.stringify(instruction.separator ?? (instruction.select === undefined ? '' : ' '));
  let values = '[]';
  if (instruction.select !== undefined) {
    const { e, inner } = read(instruction.select, scope);
    values = atoms(e, inner);
  } else if (instruction.body !== undefined) {
    const code = asCode(bodyOf(instruction.body, scope), scope, 'content');
    values = `${scope.module.runtime('atomize')}(session, ${asArray({ js: widened(code, many('item'), scope.module), type: many('item') }, scope.module)})`;
  }
  return { js: `${scope.module.runtime('joined')}(${values}, ${separator})`, type: one('untyped') };
}

function forEach(instruction: Instruction & { kind: 'for-each' }, scope: Scope): Code {
  const { e, inner } = read(instruction.select, scope);
  const { kind, main } = infer(e, inner);
  const item = withLocal(inner, 'v');
  const position = withLocal(item.inner, 'p');
  const last = withLocal(position.inner, 'l');
  const type: Type = { kind: kind === 'node' ? 'node' : 'item', occurs: 'one', main: main === true };
  const focus = { ...withContext(last.inner, { js: item.name, type }), position: position.name, last: last.name };
  const code = asCode(bodyOf(instruction.body, focus), focus, 'each');
  const text = [
    `const all = ${items(e, inner)};`,
    `const ${last.name} = all.length;`,
    `let ${position.name} = 0;`,
    'const out = [];',
    `for (const ${item.name} of all) {`,
    `${position.name}++;`,
    `out.push(...${asArray(code, scope.module)});`,
    '}',
    'return out;',
  ];
  return { js: hoist(scope, 'for_each', text.join('\n')), type: { ...code.type, occurs: 'many' } };
}
