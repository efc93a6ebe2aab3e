import { defineAction, type Loading, type PureContext } from '../../engine/action.ts';
import type { Artefact } from '../../engine/artefacts.ts';
import { fail, type Problem, problem, TimbreError } from '../../engine/errors.ts';
import { below, type Position } from '../../engine/source.ts';
import { type PreparedMapping, prepareChosen } from '../lib/mapping/index.ts';
import { type CodeListsOf, codeListsOf } from './code-lists.ts';
import { validateExamples } from './examples.ts';
import { checkJson, type JsonCheck, prepareSchema } from './json-schema.ts';
import { type LevelsIn, prepareLevels } from './levels.ts';
import { listOf, parametersSchema, type ValidateParameters } from './parameters.ts';
import { artefactsOf, createJudge, type Judge, type Lists, readRules } from './rules/index.ts';
import { asProblem, violationsIn } from './xsd.ts';

export interface Validation {
  readonly schema: JsonCheck | undefined;
  readonly xsd: readonly string[];
  readonly schematron: readonly string[];
  /** What rules of `schematron` count as. */
  readonly levels: LevelsIn;
  /** The mapping that wrote the document. */
  readonly mapping: PreparedMapping | undefined;
  readonly judge: Judge;
  /** Artefacts with the code lists of the rules. */
  readonly lists: readonly string[];
  /** All that is looked into: XML Schemas, Schematron, and what has the code lists. */
  readonly artefacts: readonly string[];
  /** All that checks, for `checked`: the schemas and Schematron, and the rules' files. */
  readonly used: readonly string[];
}

const mostProblems = 100;
const names = { type: 'array', items: { type: 'string' } };

/** Checks a document by JSON Schema, XML Schema or Schematron, and the business data by rules: all problems at once, up to 100. */
export const validateAction = defineAction<ValidateParameters, Validation>({
  name: 'validate',
  summary: 'Checks a document by JSON Schema, XML Schema or Schematron, and the business data by rules.',
  effect: 'pure',
  with: parametersSchema,
  in: { document: { summary: 'The document to check by `schema`, `xsd` or `schematron`.', optional: true } },
  out: {},
  values: { checked: names, skipped: names },
  errors: [
    'RULE_FAILED',
    'CODE_UNKNOWN',
    'CODE_LIST_UNKNOWN',
    'XSD_INVALID',
    'SCHEMATRON_FAILED',
    'XML_MALFORMED',
    'XML_DOCTYPE',
    'XML_TOO_LARGE',
    'JSON_INVALID',
    'JSON_MALFORMED',
    'ARTEFACT_MISSING',
    'ARTEFACT_INVALID',
  ],
  examples: validateExamples,
  prepare,
  async run(context, validation) {
    const pulled = await pull(context, validation.artefacts);
    const missing = validation.artefacts.filter((name) => pulled.get(name) === undefined);
    const found = [
      ...validation.judge(context.variables, await listsOf(validation.lists, pulled), mostProblems),
      ...(await checkDocument(context, validation, pulled)),
    ];
    if (missing.length + found.length === 0) return { values: { checked: validation.used, skipped: [] }, problems: [] };
    const all = [...missing.map(skipped), ...found];
    // Errors first: hundreds of warnings must not push one out.
    const errors = all.filter(({ severity }) => severity === 'error');
    const problems = [...errors, ...all.filter(({ severity }) => severity !== 'error')].slice(0, mostProblems);
    if (errors.length > 0) throw new TimbreError(problems);
    // Several schemas are compiled together: without one of them none is.
    const without = validation.xsd.some((name) => missing.includes(name)) ? [...missing, ...validation.xsd] : missing;
    const checked = validation.used.filter((name) => !without.includes(name));
    return { values: { checked, skipped: [...new Set(without)] }, problems };
  },
});

function prepare(parameters: ValidateParameters, loading: Loading, at: Position): Validation | undefined {
  const xsd = listOf(parameters.xsd);
  const schematron = listOf(parameters.schematron);
  const files = listOf(parameters.rules);
  const place = (key: string, value: unknown, index: number) =>
    Array.isArray(value) ? below(at, key, index) : below(at, key);
  const schema = parameters.schema && prepareSchema(parameters.schema, loading, below(at, 'schema'));
  const pins = [
    ...xsd.map((name, index) => loading.artefact(name, place('xsd', parameters.xsd, index))),
    ...schematron.map((name, index) => loading.artefact(name, place('schematron', parameters.schematron, index))),
  ];
  const rules = files.flatMap((path, index) => readRules(path, loading, place('rules', parameters.rules, index)));
  const documents = parameters.schema !== undefined || xsd.length + schematron.length > 0;
  if (documents && !('document' in loading.inputs)) {
    loading.report(
      'SCHEMA',
      '`schema`, `xsd` and `schematron` check a document, and the step has none.',
      at,
      'Wire one with `in:`.',
    );
    return undefined;
  }
  if (parameters.levels !== undefined && schematron.length === 0) {
    const message = '`levels` says what rules of `schematron` count as, and the step has none.';
    loading.report('SCHEMA', message, below(at, 'levels'), 'Leave it out; a rule of `rules` has its severity.');
    return undefined;
  }
  const levels = prepareLevels(parameters.levels, schematron, loading, below(at, 'levels'));
  const mapping = parameters.mapping && prepareChosen(parameters.mapping, loading, below(at, 'mapping'));
  if (
    levels === undefined ||
    pins.includes(undefined) ||
    (parameters.schema && !schema) ||
    (parameters.mapping && !mapping)
  )
    return undefined;
  const lists = artefactsOf(rules);
  const artefacts = [...new Set([...xsd, ...schematron, ...lists])];
  const judge = createJudge(rules, loading.scope, loading.watch !== undefined);
  return {
    schema: schema || undefined,
    xsd,
    schematron,
    levels,
    mapping: mapping || undefined,
    judge,
    lists,
    artefacts,
    used: [...(schema ? [schema.name] : []), ...xsd, ...schematron, ...files],
  };
}

async function pull(
  context: PureContext,
  artefacts: readonly string[],
): Promise<ReadonlyMap<string, Artefact | undefined>> {
  const pulled = new Map<string, Artefact | undefined>();
  for (const name of artefacts) pulled.set(name, await context.artefact(name));
  return pulled;
}

/** Only the local environment lets a run come here without an artefact: it says so, and goes on. */
const skipped = (name: string): Problem =>
  problem('ARTEFACT_MISSING', `Validation by ${name} was skipped: it is not in the artefact cache.`, {
    severity: 'warning',
  });

async function listsOf(names: readonly string[], pulled: ReadonlyMap<string, Artefact | undefined>): Promise<Lists> {
  const lists = new Map<string, CodeListsOf | undefined>();
  for (const name of names) {
    const artefact = pulled.get(name);
    lists.set(name, artefact && (await codeListsOf(artefact)));
  }
  return lists;
}

async function checkDocument(
  context: PureContext,
  { schema, xsd, schematron, levels, mapping }: Validation,
  pulled: ReadonlyMap<string, Artefact | undefined>,
): Promise<readonly Problem[]> {
  if (schema === undefined && xsd.length + schematron.length === 0) return [];
  const { document } = context.in;
  if (document === undefined) return fail('INTERNAL', `Step ${context.step} has no document to check.`);
  const there = (names: readonly string[]) =>
    names.map((name) => pulled.get(name)).filter((each) => each !== undefined);
  const artefacts = there(xsd);
  const rules = there(schematron);
  const violations = xsd.length > 0 && artefacts.length === xsd.length ? violationsIn(artefacts, document.bytes) : [];
  const origin = violations.length + rules.length > 0 ? await originOf(context, mapping) : nowhere;
  return [
    ...(schema ? checkJson(schema, document.bytes) : []),
    ...violations.map((each) => asProblem(each, origin)),
    ...(rules.length > 0 ? await checkRules(context, rules, document.bytes, origin, levels) : []),
  ];
}

/** Schematron's compiler is loaded with the first rules that are there: most features have none. */
async function checkRules(
  { run, variables }: PureContext,
  rules: readonly Artefact[],
  bytes: Uint8Array,
  origin: Origin,
  levels: LevelsIn,
): Promise<readonly Problem[]> {
  const { checkSchematron } = await import('./schematron.ts');
  return checkSchematron(rules, bytes, run.startedAt, origin, levels(variables));
}

type Origin = (path: string) => string | undefined;

const nowhere: Origin = () => undefined;

/** Where in the business data a place of the document came from. */
async function originOf({ variables }: PureContext, mapping: PreparedMapping | undefined): Promise<Origin> {
  if (mapping === undefined) return nowhere;
  const { originIn } = await import('./origins.ts');
  return originIn(variables, mapping);
}
