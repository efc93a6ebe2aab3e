import * as runtime from '../runtime/index.ts';
import { Declarations } from './declarations.ts';
import { memoTexts } from './memo.ts';
import { isLocal } from './rename.ts';

/**
 * Collects the parts of the module that is generated: which functions of the runtime it uses, the names, constants and
 * helper functions it declares. What is asked for twice is declared once.
 */
export class ModuleBuilder {
  readonly #runtime = new Set<string>();
  readonly #names = new Map<string, string>();
  readonly #constants = new Map<string, string>();
  readonly #functions = new Map<string, string>();
  readonly #declarations = new Declarations();
  /** By what identifiers begin with: how many there are. */
  readonly #counts = new Map<string, number>();
  readonly #taken = new Set<string>([...reserved, ...Object.keys(runtime)]);
  /** Tables of paths: the bases, as lists of names, and the paths below them. */
  readonly #tables = new Map<string, { readonly name: string; readonly slots: Map<string, number> }>();
  /** URIs of the documents that expressions ask for, in the order of their ids. */
  readonly documents: string[] = [];

  /** A function of the runtime, by its name. */
  runtime(name: string): string {
    this.#runtime.add(name);
    return name;
  }

  /** The constant that holds the id of an element's or attribute's name. */
  name(uri: string, local: string, prefix = ''): string {
    const key = `${uri}\n${local}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const made = this.identifier(prefix === '' ? `name_${local}` : `${prefix}_${local}`);
    this.#names.set(key, made);
    return made;
  }

  /** A constant made once, when the module is loaded. */
  constant(hint: string, js: string): string {
    const known = this.#constants.get(js);
    if (known !== undefined) return known;
    const made = this.identifier(hint);
    this.#constants.set(js, made);
    this.#declarations.add(`const ${made} = ${js};`);
    return made;
  }

  /**
   * A function with these parameters and this body; `comment` is the expression it stands for. A test answers true or false
   * and depends on its parameters and the document only.
   */
  function(hint: string, parameters: readonly string[], body: string, comment = '', isTest = false): string {
    const text = `(${parameters.join(', ')}) {\n${body}\n}`;
    const known = this.#functions.get(text);
    if (known !== undefined) return known;
    const made = this.identifier(hint);
    this.#functions.set(text, made);
    this.#declarations.addFunction(made, parameters, body, oneLine(comment), isTest);
    return made;
  }

  /** A declaration as it is. */
  declare(js: string): void {
    this.#declarations.add(js);
  }

  /** A declaration that several parts of the module need. */
  declareOnce(js: string): void {
    if (!this.#declarations.has(js)) this.#declarations.add(js);
  }

  /** An identifier that nothing else has, like the hint. */
  identifier(hint: string): string {
    const plain = hint.replace(/[^A-Za-z0-9_$]/g, '_').replace(/^(?=\d)/, '_');
    const base = isLocal.test(plain) ? `${plain}_` : plain;
    let made = base;
    let count = this.#counts.get(base) ?? 1;
    while (this.#taken.has(made)) made = `${base}_${++count}`;
    this.#counts.set(base, count);
    this.#taken.add(made);
    return made;
  }

  /** The identifier of the table of paths below one of the bases. */
  pathTable(bases: readonly (readonly string[])[]): string {
    const key = `[${bases.map((base) => `[${base.join(', ')}]`).join(', ')}]`;
    const known = this.#tables.get(key);
    if (known !== undefined) return known.name;
    const name = this.identifier('below');
    this.#tables.set(key, { name, slots: new Map() });
    return name;
  }

  /** The place of a path in a table. */
  slot(table: string, names: readonly string[]): number {
    const slots = [...this.#tables.values()].find(({ name }) => name === table)?.slots ?? new Map<string, number>();
    const key = `[${names.join(', ')}]`;
    const known = slots.get(key);
    if (known !== undefined) return known;
    slots.set(key, slots.size);
    return slots.size - 1;
  }

  /** The constant that holds the id of an absolute path of elements. */
  path(names: readonly string[]): string {
    return this.constant('path_', `${this.runtime('addPath')}(vocabulary, [${names.join(', ')}])`);
  }

  /** Declarations of the tables of paths, and the statements that turn them to a document. */
  #tableTexts(): { readonly declared: string; readonly turned: string } {
    const tables = [...this.#tables].map(([bases, { name, slots }]) => {
      const paths = [...slots.keys()].map((path) => `\n${path},`).join('');
      const made = `pathTables(vocabulary, ${bases}, [${paths}\n])`;
      return { declared: `let ${name};\nconst find_${name} = ${made};`, turned: `${name} = find_${name}(tree);` };
    });
    return {
      declared: tables.map(({ declared }) => declared).join('\n'),
      turned: tables.map(({ turned }) => turned).join('\n'),
    };
  }

  document(uri: string): number {
    const at = this.documents.indexOf(uri);
    return at >= 0 ? at : this.documents.push(uri) - 1;
  }

  /** The module's text around `end`, which may use all that was declared. */
  text(prelude: (starts: string) => string, end: string): string {
    if (this.#tables.size > 0) this.runtime('pathTables');
    const tables = this.#tableTexts();
    const { texts, memos } = this.#declarations.texts(end);
    const memo = memoTexts(memos);
    if (memos > 0) this.runtime('zerosBeside');
    const uses = [...this.#runtime].sort().join(', ');
    const names = [...this.#names].map(([key, made]) => {
      const [uri = '', local = ''] = key.split('\n');
      return `const ${made} = vocabulary.addName(${JSON.stringify(uri)}, ${JSON.stringify(local)});`;
    });
    const parts = [
      `const { ${uses} } = runtime;`,
      names.join('\n'),
      tables.declared,
      memo.declared,
      prelude([tables.turned, memo.cleared].filter((each) => each !== '').join('\n')),
      ...texts,
      end,
    ];
    return ascii(indented(parts.filter((part) => part !== '').join('\n\n')));
  }
}

/** What the prelude declares, JavaScript's own words, and what generated code calls its locals. */
const reserved = [
  ...[
    'runtime',
    'vocabulary',
    'session',
    'tree',
    'kind',
    'name',
    'parent',
    'end',
    'attributes',
    'text',
    'leaf',
    'start',
    'finish',
  ],
  ...[
    'path',
    'firstOfName',
    'nextOfName',
    'firstOfPath',
    'nextOfPath',
    'source',
    'from',
    'to',
    'values',
    'size',
    'out',
    'at',
    'isText',
    'isToken',
    'isUpperToken',
    'leafOf',
    'siblings',
    'memo',
    'memos',
    'remembered',
  ],
  ...['break', 'case', 'catch', 'class', 'const', 'continue', 'default', 'delete', 'do', 'else', 'export', 'extends'],
  ...['false', 'finally', 'for', 'function', 'if', 'import', 'in', 'instanceof', 'new', 'null', 'return', 'super'],
  ...[
    'switch',
    'this',
    'throw',
    'true',
    'try',
    'typeof',
    'undefined',
    'var',
    'void',
    'while',
    'with',
    'let',
    'n',
    'found',
  ],
];

/** For comments: of a long expression, the beginning. */
export function oneLine(text: string): string {
  const line = text.slice(0, longest).replace(/\s+/g, ' ').trim();
  return text.length > longest ? `${line} ...` : line;
}

const longest = 200;

/** V8 reads a text of one byte a character in half the time; other characters stand in strings and comments only. */
function ascii(text: string): string {
  return text.replace(/[^\n\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Indents by braces; generated lines begin or end with them. */
function indented(text: string): string {
  let depth = 0;
  return text
    .split('\n')
    .map((line) => {
      const trimmed = line.trim();
      if (trimmed.startsWith('//')) return '  '.repeat(depth) + trimmed;
      if (trimmed.startsWith('}') || trimmed.startsWith(')') || trimmed.startsWith(']')) depth = Math.max(0, depth - 1);
      const result = trimmed === '' ? '' : '  '.repeat(depth) + trimmed;
      if (/[{([]$/.test(trimmed)) depth++;
      return result;
    })
    .join('\n');
}
