import type { ActionExample, Loading, PureAction, PureContext, StepOutput } from '../../engine/action.ts';
import type { Artefact, ArtefactPin } from '../../engine/artefacts.ts';
import { createDocument } from '../../engine/document.ts';
import { type Problem, problem, TimbreError } from '../../engine/errors.ts';
import { compileExpression, type Scope } from '../../engine/expression.ts';
import { readSource } from '../../engine/read-source.ts';
import { type Position, placeOf } from '../../engine/source.ts';

/** What stands around an action while a feature is loaded. */
export interface Surroundings {
  readonly files?: Readonly<Record<string, string>>;
  readonly scope?: Scope;
  readonly artefacts?: readonly ArtefactPin[];
  /** Media types of the wired inputs; one `document` of XML unless said otherwise. */
  readonly inputs?: Loading['inputs'];
}

/** A step's `with` as an author writes it, with a loader that collects what it reports. */
export function loadingOf(yaml: string, around: Surroundings = {}) {
  const problems: Problem[] = [];
  const at = open('step.yaml', yaml);
  const loading: Loading = {
    load: problems,
    scope: around.scope ?? {},
    inputs: around.inputs ?? { document: { mediaType: 'application/xml' } },
    text: (path) => around.files?.[path],
    file(path, where) {
      const text = around.files?.[path];
      if (text !== undefined) return open(path, text).file;
      this.report('FILE_MISSING', path, where);
      return undefined;
    },
    artefact(name, where) {
      const pin = around.artefacts?.find((each) => each.name === name);
      if (pin === undefined) this.report('REFERENCE_UNKNOWN', name, where);
      return pin;
    },
    whenPulled: () => {},
    secret: () => true,
    expression(value, where, { scope = around.scope ?? {}, expects } = {}) {
      const { expression, problems: wrong = [] } = compileExpression(value, scope, { expects });
      for (const each of wrong) {
        const place = where.file.place(where.path, 'value', each.offset, each.length);
        problems.push(problem(each.code, each.message, { place }));
      }
      return expression;
    },
    report(code, message, where, hint) {
      problems.push(problem(code, message, { hint, place: placeOf(where) }));
    },
  };
  return { loading, problems, at, data: at.file.data };
}

function open(path: string, text: string): Position {
  const { file, problems } = readSource(path, text);
  if (file === undefined) throw new TimbreError(problems);
  return { file, path: [] };
}

export interface Situation {
  readonly in?: Readonly<Record<string, { readonly mediaType: string; readonly content: string | Uint8Array }>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly artefacts?: Readonly<Record<string, Artefact>>;
}

/** What a pure action sees when it runs. */
export function contextOf(situation: Situation = {}): PureContext {
  const inputs = Object.entries(situation.in ?? {}).map(([name, { mediaType, content }]) => [
    name,
    createDocument(name, mediaType, content),
  ]);
  return {
    run: { id: 'r1', startedAt: new Date('2026-03-01T18:00:00Z') },
    step: 'tested',
    in: Object.fromEntries(inputs),
    variables: situation.variables ?? {},
    artefact: async (name) => situation.artefacts?.[name],
  };
}

/** Runs an example the way the engine would, and gives what it left or the code it failed with. */
export async function runExample<W, P>(
  action: PureAction<W, P>,
  example: ActionExample,
  withOf: (data: unknown) => W,
  around: Surroundings = {},
): Promise<{ output?: StepOutput; problem?: string }> {
  const { loading, at, problems } = loadingOf(example.step, { ...around, files: example.files ?? {} });
  const step = at.file.data;
  const raw = typeof step === 'object' && step !== null && 'with' in step ? step.with : {};
  const prepared = action.prepare(withOf(raw), loading, { ...at, path: ['with'] });
  if (prepared === undefined) throw new TimbreError(problems);
  try {
    return { output: await action.run(contextOf(example), prepared) };
  } catch (thrown) {
    if (thrown instanceof TimbreError) return { problem: thrown.code };
    throw thrown;
  }
}
