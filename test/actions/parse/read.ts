import { parseAction } from '../../../actions/parse/index.ts';
import { type Problem, problemsOf } from '../../../engine/errors.ts';
import { createDocument } from '../../../engine/index.ts';
import { contextOf, loadingOf } from '../loading.ts';
import { expressionsOf } from '../transform/expressions.ts';

export interface BackRead {
  readonly data?: unknown;
  readonly notUnderstood?: unknown;
  readonly problems: readonly Problem[];
}

/** Loads a mapping and reads with it; what is wrong with either comes back as problems. `schema` is that of the invoice. */
export async function readWith(mapping: string, document: string | Uint8Array, schema: object = {}): Promise<BackRead> {
  const expressions = expressionsOf({});
  const files = { 'm.yaml': mapping, 'schema.json': JSON.stringify(schema) };
  const { loading: plain, problems, at } = loadingOf('mapping: m.yaml', { files, scope: { invoice: true } });
  const prepared = parseAction.prepare(
    { mapping: 'm.yaml', schema: 'schema.json' },
    { ...plain, expression: expressions.compile },
    at,
  );
  if (prepared === undefined) return { problems: [...problems, ...expressions.problems] };
  try {
    const input = createDocument('document', 'application/xml', document);
    const output = await parseAction.run({ ...contextOf(), in: { document: input } }, prepared);
    const bytes = output.documents?.data?.bytes ?? new Uint8Array();
    return {
      data: JSON.parse(Buffer.from(bytes).toString('utf8')),
      notUnderstood: output.values?.notUnderstood,
      problems: output.problems ?? [],
    };
  } catch (thrown) {
    return { problems: problemsOf(thrown) };
  }
}
