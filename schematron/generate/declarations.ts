import { asMemo } from './memo.ts';

/** One thing that generated code declares. */
interface Declaration {
  /** Absent for what is always wanted. */
  readonly name?: string;
  readonly text: string;
  /** A function that answers true or false and depends on nothing but one node, or nothing at all. */
  readonly test?: { readonly parameters: readonly string[]; readonly body: string; readonly comment: string };
}

/** The declarations of a module, in order. Only those are written that something uses: an expression may be generated twice. */
export class Declarations {
  readonly #all: Declaration[] = [];

  add(text: string): void {
    const name = /^(?:\/\/.*\n)*(?:const|function) ([\w$]+)/.exec(text)?.[1];
    this.#all.push(name === undefined ? { text } : { name, text });
  }

  addFunction(name: string, parameters: readonly string[], body: string, comment: string, isTest: boolean): void {
    const remark = comment === '' ? '' : `// ${comment}\n`;
    const text = `${remark}function ${name}(${parameters.join(', ')}) {\n${body}\n}`;
    this.#all.push(
      isTest && parameters.length < 2 ? { name, text, test: { parameters, body, comment: remark } } : { name, text },
    );
  }

  has(text: string): boolean {
    return this.#all.some((each) => each.text === text);
  }

  /** What `end` uses, with what that uses; and how many functions remember what they answered. */
  texts(end: string): { readonly texts: readonly string[]; readonly memos: number } {
    const uses = this.#uses(end);
    let memos = 0;
    const texts = this.#all
      .filter(({ name }) => name === undefined || uses.has(name))
      .map(({ name, text, test }) =>
        name === undefined || test === undefined || (uses.get(name) ?? 0) < 2
          ? text
          : asMemo(name, test.parameters, test.body, test.comment, memos++),
      );
    return { texts, memos };
  }

  /** By name, in how many places it is used. */
  #uses(end: string): ReadonlyMap<string, number> {
    const byName = new Map(this.#all.flatMap((each) => (each.name === undefined ? [] : [[each.name, each] as const])));
    const uses = new Map<string, number>();
    const waiting = [end, ...this.#all.flatMap(({ name, text }) => (name === undefined ? [text] : []))];
    for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
      for (const name of identifiersOf(text)) {
        const declared = byName.get(name);
        if (declared === undefined) continue;
        const before = uses.get(name) ?? 0;
        // Its own text names it once more.
        uses.set(name, before + 1);
        if (before === 0) waiting.push(declared.text);
      }
    }
    for (const [name, count] of uses) uses.set(name, count - 1);
    return uses;
  }
}

/** Identifiers in code: not in its strings, nor in the comments, which have lines of their own. */
function identifiersOf(text: string): string[] {
  const code = text.replace(/^\s*\/\/.*$/gm, '').replace(/"(?:[^"\\]|\\.)*"/g, '');
  return code.match(/[A-Za-z_$][\w$]*/g) ?? [];
}
