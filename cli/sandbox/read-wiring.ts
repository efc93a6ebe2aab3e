import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearHint } from '../../engine/expression/index.ts';
import { fail, problem, TimbreError } from '../../engine/index.ts';
import { readSource } from '../../engine/read-source.ts';
import { checkFile, createValidators, type ValidateFunction } from '../../engine/schema/index.ts';
import type { SourceFile } from '../../engine/source.ts';
import { sandboxes } from '../../sandbox/index.ts';
import sandboxSchema from '../../schemas/sandbox.schema.json' with { type: 'json' };
import { fromHere } from '../features.ts';

/** `cases/sandbox.yaml` of a feature: which sandbox it is tried with, and how settings and secrets come from it. */
export interface Wiring {
  readonly sandbox: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The artefacts by which the authority validates what it gets. */
  readonly xsd?: string | readonly string[];
}

/** What it says, and the file as it was written. */
export type FileOfWiring = Wiring & { readonly file: SourceFile };

const wiringOf = (featureFolder: string): string => join(featureFolder, 'cases', 'sandbox.yaml');

/** Whether the feature says with which sandbox it is tried. */
export const hasWiring = (featureFolder: string): boolean => existsSync(wiringOf(featureFolder));

let validate: ValidateFunction<Wiring> | undefined;

/** Throws every problem with its place: FILE_MISSING, SCHEMA, KEY_UNKNOWN, those of YAML. */
export function readWiring(featureFolder: string): FileOfWiring {
  const path = fromHere(wiringOf(featureFolder));
  if (!existsSync(path))
    fail('FILE_MISSING', `${path} is missing: it says which sandbox the feature is tried with.`, {
      hint: "A feature without a sandbox is tried by its cases: timbre test. An overlay has the file for itself: copy its base's.",
    });
  const { file, problems } = readSource(path, readFileSync(path, 'utf8'));
  if (!file) throw new TimbreError(problems);
  validate ??= createValidators().compile<Wiring>(sandboxSchema);
  const wiring = file.data;
  if (!validate(wiring))
    throw new TimbreError(checkFile(validate, wiring, { file, path: [] }).map((each) => each.problem));
  const names = Object.keys(sandboxes);
  if (!names.includes(wiring.sandbox)) {
    const hint = nearHint(wiring.sandbox, names) ?? `Timbre has the sandboxes ${names.join(', ')}.`;
    const place = file.place(['sandbox']);
    throw new TimbreError(problem('SCHEMA', `There is no sandbox "${wiring.sandbox}".`, { place, hint }));
  }
  return { ...wiring, file };
}
