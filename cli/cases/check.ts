import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nearHint } from '../../engine/expression/index.ts';
import { type Feature, mayNeed, type Problem, type ProblemCode, problem, problemKinds } from '../../engine/index.ts';
import type { Path } from '../../engine/source.ts';
import { fromHere } from '../features.ts';
import { hasWiring } from '../sandbox/read-wiring.ts';
import { type Case, inputOf, originalOf } from './read.ts';

/** What of a case does not fit its feature, each with its place in case.yaml: names of what is not there, files that are missing. */
export function checkCase(feature: Feature, featureFolder: string, one: Case): Problem[] {
  const report = new CaseReport(one);
  const pipeline = feature.pipelines[one.pipeline];
  const { settings, secrets } = mayNeed(feature);
  report.known('pipeline', [one.pipeline], Object.keys(feature.pipelines), ['pipeline'], 'value');
  report.known('setting', Object.keys(one.settings ?? {}), Object.keys(settings), ['settings']);
  report.known('secret', Object.keys(one.secrets ?? {}), Object.keys(secrets), ['secrets']);
  for (const [name, given] of hasWiring(featureFolder) ? [] : Object.entries(one.secrets ?? {})) {
    const kind = secrets[name]?.kind;
    if (kind === 'certificate' && typeof given === 'string')
      report.add(
        'SCHEMA',
        `${name} is a certificate: a text cannot sign.`,
        ['secrets', name],
        'Write { certificate: { CN: Somebody } }.',
      );
    if (kind === 'secret' && typeof given !== 'string')
      report.add('SCHEMA', `${name} is a secret, not a certificate.`, ['secrets', name], 'Write a text.');
  }
  report.pinned(one.needs ?? [], Object.keys(feature.artefacts));
  report.codes();
  report.files();
  report.related();
  if (one.sandbox !== undefined && !hasWiring(featureFolder)) {
    const hint = 'Write cases/sandbox.yaml, or give recorded answers under `replies`.';
    report.add('REFERENCE_UNKNOWN', 'The feature does not say how it is tried with a sandbox.', ['sandbox'], hint);
  }
  if (pipeline) {
    const steps = ['input', ...pipeline.steps.map(({ id }) => id)];
    for (const name of Object.keys(one.expect.documents ?? {}))
      if (!steps.includes(stepOf(name))) report.known('step', [name], steps, ['expect', 'documents']);
    const values = Object.keys(pipeline.result.values);
    report.known('value of the result', Object.keys(one.expect.values ?? {}), values, ['expect', 'values']);
  }
  return report.problems;
}

class CaseReport {
  readonly problems: Problem[] = [];
  readonly #case: Case;

  constructor(one: Case) {
    this.#case = one;
  }

  add(code: ProblemCode, message: string, path: Path, hint?: string, part: 'key' | 'value' = 'value'): void {
    this.problems.push(problem(code, message, { place: this.#case.file.place(path, part), hint }));
  }

  /** Names that the feature must have; each stands at its own path below the given one, or is the value there. */
  known(
    what: string,
    names: readonly string[],
    there: Iterable<string>,
    at: Path,
    part: 'key' | 'value' = 'key',
  ): void {
    const all = [...there];
    for (const name of names) {
      if (all.includes(name)) continue;
      const list = all.length === 0 ? 'It has none.' : `It has ${all.slice(0, 12).join(', ')}.`;
      const hint = nearHint(name, all) ?? list;
      this.add(
        'REFERENCE_UNKNOWN',
        `There is no ${what} called ${name}.`,
        part === 'key' ? [...at, name] : at,
        hint,
        part,
      );
    }
  }

  pinned(names: readonly string[], pins: readonly string[]): void {
    for (const [index, name] of names.entries()) this.known('artefact', [name], pins, ['needs', index], 'value');
  }

  codes(): void {
    for (const [index, { code }] of (this.#case.expect.problems ?? []).entries()) {
      if (Object.hasOwn(problemKinds, code)) continue;
      const hint = nearHint(code, Object.keys(problemKinds)) ?? 'docs/errors.md lists them.';
      this.add('REFERENCE_UNKNOWN', `No problem has the code ${code}.`, ['expect', 'problems', index, 'code'], hint);
    }
  }

  files(): void {
    const missing = (path: string, at: Path): void => {
      if (existsSync(path)) return;
      this.add(
        'FILE_MISSING',
        `There is no file ${fromHere(path)}.`,
        at,
        'Create it beside case.yaml, or mend the name.',
      );
    };
    missing(inputOf(this.#case), ['input']);
    for (const [index, file] of (this.#case.attachments ?? []).entries())
      missing(join(this.#case.folder, file), ['attachments', index]);
    for (const [index, { file }] of (this.#case.messages ?? []).entries())
      missing(join(this.#case.folder, file), ['messages', index, 'file']);
    for (const [index, { file }] of (this.#case.replies ?? []).entries())
      if (file !== undefined) missing(join(this.#case.folder, file), ['replies', index, 'file']);
  }

  related(): void {
    const { original, take } = this.#case;
    if (original !== undefined && !originalOf(this.#case))
      this.add('REFERENCE_UNKNOWN', `There is no case ${original}.`, ['original'], 'Name a folder under cases/.');
    if (take !== undefined && original === undefined)
      this.add(
        'REFERENCE_UNKNOWN',
        'Documents are taken from the run of another case.',
        ['take'],
        'Name it: original: <case>.',
      );
  }
}

/** The step of a pipeline that left a document, as a case calls it: `step`, `step.name`, of a connector `step/its-step`. */
const stepOf = (name: string): string => name.split(/[/.]/)[0] ?? name;
