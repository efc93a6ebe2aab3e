import { transformAction } from '../../../actions/transform/index.ts';
import { type Problem, problemsOf } from '../../../engine/errors.ts';
import type { Scope, Variables } from '../../../engine/expression.ts';
import { contextOf, loadingOf } from '../loading.ts';
import { expressionsOf } from './expressions.ts';

export interface Written {
  readonly text?: string;
  readonly mediaType?: string;
  readonly fileName?: string;
  readonly problems: readonly Problem[];
}

export interface Given {
  readonly scope?: Scope;
  readonly with?: Readonly<Record<string, string>>;
  /** Files that the mapping includes. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Loads a mapping and writes with it; what is wrong with either comes back as problems. */
export async function writeWith(mapping: string, variables: Variables, given: Given = {}): Promise<Written> {
  const scope = given.scope ?? Object.fromEntries(Object.keys(variables).map((name) => [name, true]));
  return compileWith(mapping, scope, given.with, given.files)(variables);
}

/** The same, for many documents by one mapping. */
export function compileWith(
  mapping: string,
  scope: Scope,
  parameters: Given['with'] = {},
  others: Given['files'] = {},
) {
  const expressions = expressionsOf(scope);
  const {
    loading: plain,
    problems,
    at,
  } = loadingOf('mapping: m.yaml', { files: { ...others, 'm.yaml': mapping }, scope });
  const loading = { ...plain, expression: expressions.compile };
  const prepared = transformAction.prepare({ mapping: 'm.yaml', ...parameters }, loading, at);
  return async (variables: Variables): Promise<Written> => {
    if (prepared === undefined) return { problems: [...problems, ...expressions.problems].sort(byPlace) };
    try {
      const { documents } = await transformAction.run(contextOf({ variables }), prepared);
      const document = documents?.document;
      if (document === undefined) return { problems };
      const { bytes, ...rest } = document;
      return { ...rest, text: Buffer.from(bytes).toString('utf8'), problems };
    } catch (thrown) {
      return { problems: problemsOf(thrown) };
    }
  };
}

/** `CODE line:column`, for tables. */
export const told = (problems: readonly Problem[]): string[] =>
  problems.map(({ code, place }) => `${code} ${place?.line}:${place?.column}`);

const byPlace = ({ place: a }: Problem, { place: b }: Problem): number =>
  (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
