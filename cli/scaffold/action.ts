import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../engine/index.ts';
import { writeNew } from './write.ts';

/** An action in Timbre's own sources, with its test, put into the list of actions in its place. */
export function addAction(root: string, name: string): string[] {
  const index = join(root, 'actions', 'index.ts');
  if (!existsSync(index))
    fail('USAGE', 'Actions are code: this is not a checkout of Timbre.', {
      hint: 'Clone the repository and call this in its folder. What a feature needs is often a mapping or a connector.',
    });
  const constant = `${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Action`;
  const text = readFileSync(index, 'utf8');
  const written = writeNew(root, {
    [`actions/${name}/index.ts`]: `export { ${constant} } from './${name}.ts';\n`,
    [`actions/${name}/${name}.ts`]: action(name, constant),
    [`test/actions/${name}/${name}.test.ts`]: test(name, constant),
  });
  const imported = inserted(
    text,
    /^import \{ \w+Action \} from '\.\/[\w-]+\/index\.ts';$/gm,
    `import { ${constant} } from './${name}/index.ts';`,
  );
  writeFileSync(index, inserted(imported, /^ {2}\w+Action,$/gm, `  ${constant},`));
  return [...written, index];
}

/** The line among those of its kind, in their order. */
function inserted(text: string, kind: RegExp, line: string): string {
  const lines = [...text.matchAll(kind)];
  const next = lines.find(([each]) => sortKey(each) > sortKey(line));
  const last = lines.at(-1);
  if (next) return `${text.slice(0, next.index)}${line}\n${text.slice(next.index)}`;
  const at = last ? last.index + last[0].length + 1 : text.length;
  return `${text.slice(0, at)}${line}\n${text.slice(at)}`;
}

const sortKey = (line: string): string => /(\w+)Action/.exec(line)?.[1] ?? line;

const action = (name: string, constant: string): string => `import { defineAction } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';

/** The parameters, as a step gives them under \`with\`. */
export interface Parameters {
  readonly suffix: string;
}

/** Says what it does, with the source: specification and clause. */
export const ${constant} = defineAction<Parameters, Parameters>({
  name: '${name}',
  summary: 'Puts a text after that of a document.',
  effect: 'pure',
  with: {
    type: 'object',
    properties: { suffix: { type: 'string', description: 'What is put after it.' } },
    required: ['suffix'],
    additionalProperties: false,
  },
  in: { document: { summary: 'The text.', mediaTypes: ['text/plain'] } },
  out: { document: { summary: 'The longer text.', mediaTypes: ['text/plain'] } },
  errors: [],
  examples: [
    {
      title: 'A text',
      step: 'id: longer\\nuses: ${name}\\nwith: { suffix: "!" }\\n',
      in: { document: { mediaType: 'text/plain', content: 'abc' } },
      expect: { documents: { document: 'abc!' } },
    },
  ],
  prepare: (parameters) => parameters,
  run({ in: { document } }, { suffix }) {
    if (!document) return fail('INTERNAL', 'The engine gave no document.');
    const text = new TextDecoder().decode(document.bytes) + suffix;
    return { documents: { document: { mediaType: 'text/plain', bytes: new TextEncoder().encode(text) } } };
  },
});
`;

const test = (name: string, constant: string): string => `import { describe, expect, it } from 'vitest';
import { ${constant} } from '${fromTest(name)}';
import { tryExample } from '../compile.ts';

describe('${name}', () => {
  it.each(${constant}.examples)('example: $title', async (example) => {
    const { output, problem } = await tryExample(${constant}, example);
    expect(problem).toBe(example.expect.problem);
    const documents = Object.entries(output?.documents ?? {});
    const texts = documents.map(([port, { bytes }]) => [port, Buffer.from(bytes).toString()]);
    expect(Object.fromEntries(texts)).toEqual(example.expect.documents ?? {});
  });
});
`;

/** Seen from its test. */
const fromTest = (name: string): string => `../../../actions/${name}/index.ts`;
