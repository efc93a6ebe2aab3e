import Ajv, { type ValidateFunction } from 'ajv/dist/2020.js';
import type { ActionExample, Loading, PureAction } from '../../engine/action.ts';
import { TimbreError } from '../../engine/errors.ts';
import type { Position } from '../../engine/source.ts';
import { loadingOf, runExample, type Surroundings } from './loading.ts';

interface Preparable<W, P> {
  readonly with: Readonly<Record<string, unknown>>;
  prepare(parameters: W, loading: Loading, at: Position): P | undefined;
}

const scope = { invoice: true, context: true, settings: true, steps: true };

/** Real expressions over an untyped scope. */
const around: Surroundings = { scope };

/**
 * Prepares an action from the YAML of its `with`, as the engine would: schema first, then `prepare`.
 *
 * @throws TimbreError with everything that was reported
 */
export function prepared<W, P>(
  action: Preparable<W, P>,
  yaml: string,
  files: Readonly<Record<string, string>> = {},
): P {
  const { loading, problems, at, data } = loadingOf(yaml, { ...around, files });
  const result = action.prepare(checked(action)(data), loading, at);
  if (result === undefined) throw new TimbreError(problems);
  return result;
}

/** Runs an example of an action the way the engine would. */
export const tryExample = <W, P>(action: PureAction<W, P>, example: ActionExample) =>
  runExample(action, example, checked(action), around);

const compiled = new WeakMap<object, ValidateFunction>();

function checked<W, P>(action: Preparable<W, P>): (data: unknown) => W {
  const known = compiled.get(action.with);
  const validate = known ?? new Ajv.default({ strict: true, allowUnionTypes: true }).compile(action.with);
  compiled.set(action.with, validate);
  const holds = (data: unknown): data is W => validate(data);
  return (data) => {
    if (holds(data)) return data;
    throw new Error(JSON.stringify(validate.errors));
  };
}

/** The code that some work fails with; `none` when it does not. */
export async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'none';
  } catch (thrown) {
    if (thrown instanceof TimbreError) return thrown.code;
    throw thrown;
  }
}
