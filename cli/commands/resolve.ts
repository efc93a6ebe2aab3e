import { readFileSync } from 'node:fs';
import { type Found, fail, type Problem, type Resolution, TimbreError } from '../../engine/index.ts';
import { openEnvironment } from '../../platform/environment/index.ts';
import { tellProgress } from '../print/people.ts';
import type { ResumeOptions } from './resume.ts';
import { configOf, finish, patienceOf } from './run.ts';

export interface ResolveOptions extends ResumeOptions {
  readonly accepted?: true;
  readonly absent?: true;
  readonly refused?: true;
  readonly by: string;
  readonly why: string;
  /** NAME=FILE each. */
  readonly document?: readonly string[];
  /** NAME=TEXT each. */
  readonly value?: readonly string[];
}

/** `timbre resolve RUN`: what a person found out of an attempt settles it, and the run goes on. */
export async function resolve(id: string, options: ResolveOptions): Promise<number> {
  const patience = await patienceOf(options);
  const resolution = resolutionOf(options);
  const environment = openEnvironment(configOf(options), options.json ? {} : { observe: tellProgress });
  const { engine } = environment;
  try {
    await engine.resolve(id, resolution).catch((thrown) => tellFile(thrown, options.document ?? []));
    return await finish(environment, id, () => engine.advance(id, { patience }), options);
  } finally {
    await environment.close();
  }
}

function resolutionOf(options: ResolveOptions): Resolution {
  const [verdict, another] = (['accepted', 'absent', 'refused'] as const).filter((each) => options[each]);
  if (verdict === undefined || another !== undefined)
    return fail('USAGE', 'Say one of --accepted, --absent and --refused.');
  const by = said(options.by, '--by');
  const why = said(options.why, '--why');
  const { document = [], value = [] } = options;
  if (verdict === 'accepted') return { verdict, by, why, found: foundIn(document, value) };
  if (document.length + value.length > 0) fail('USAGE', '--document and --value go with --accepted.');
  return { verdict, by, why };
}

function foundIn(documents: readonly string[], values: readonly string[]): Found {
  const files = documents.map((each) => pair(each, '--document NAME=FILE'));
  return {
    documents: Object.fromEntries(files.map(([name, file]) => [name, read(file)])),
    values: Object.fromEntries(values.map((each) => pair(each, '--value NAME=TEXT'))),
  };
}

/** What cannot be read is told by the file that was named, not by where it stands in the resolution. */
function tellFile(thrown: unknown, given: readonly string[]): never {
  if (!(thrown instanceof TimbreError)) throw thrown;
  const files = new Map(given.map((each) => pair(each, '')).map(([name, file]) => [`documents.${name}`, file]));
  const told = ({ path, ...each }: Problem): Problem => {
    const file = files.get(path ?? '');
    return file === undefined ? { ...each, ...(path && { path }) } : { ...each, message: `${file}: ${each.message}` };
  };
  throw new TimbreError(thrown.problems.map(told));
}

function said(text: string, option: string): string {
  return text.trim() === '' ? fail('USAGE', `${option} is empty.`) : text.trim();
}

function pair(text: string, form: string): [string, string] {
  const at = text.indexOf('=');
  return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : fail('USAGE', `"${text}" is not of the form ${form}.`);
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    return fail('USAGE', `The file ${file} cannot be read.`);
  }
}
