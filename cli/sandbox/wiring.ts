import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileExpression } from '../../engine/expression/index.ts';
import { fail, problem, TimbreError } from '../../engine/index.ts';
import { readSource } from '../../engine/read-source.ts';
import { type RunningSandbox, type SandboxOptions, sandboxes } from '../../sandbox/index.ts';
import { fromHere } from '../features.ts';

/** `cases/sandbox.yaml` of a feature: which sandbox it is tried with, and how settings and secrets come from it. */
export interface Wiring {
  readonly sandbox: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
  /** The artefacts by which the authority validates what it gets. */
  readonly xsd?: string | readonly string[];
}

const wiringOf = (featureFolder: string): string => join(featureFolder, 'cases', 'sandbox.yaml');

/** Whether the feature says with which sandbox it is tried. */
export const hasWiring = (featureFolder: string): boolean => existsSync(wiringOf(featureFolder));

export function readWiring(featureFolder: string): Wiring {
  const path = fromHere(wiringOf(featureFolder));
  if (!existsSync(path))
    fail('FILE_MISSING', `${path} is missing: it says which sandbox the feature is tried with.`, {
      hint: "A feature without a sandbox is tried by its cases: timbre test. An overlay has the file for itself: copy its base's.",
    });
  const { file, problems } = readSource(path, readFileSync(path, 'utf8'));
  if (!file) throw new TimbreError(problems);
  const { sandbox, settings = {}, secrets = {}, xsd } = file.data as Partial<Wiring>;
  if (sandbox === undefined || !Object.hasOwn(sandboxes, sandbox)) {
    const hint = `Timbre has the sandboxes ${Object.keys(sandboxes).join(', ')}.`;
    throw new TimbreError(
      problem('SCHEMA', `There is no sandbox "${sandbox}".`, { place: file.place(['sandbox']), hint }),
    );
  }
  return { sandbox, settings, secrets, ...(xsd === undefined ? {} : { xsd }) };
}

export async function startSandbox(name: string, options: SandboxOptions): Promise<RunningSandbox> {
  try {
    const sandbox =
      sandboxes[name] ??
      fail('USAGE', `There is no sandbox ${name}.`, {
        hint: `Timbre has the sandboxes ${Object.keys(sandboxes).join(', ')}.`,
      });
    return await sandbox.start(options);
  } catch (error) {
    if (error instanceof TypeError) return fail('USAGE', error.message);
    throw error;
  }
}

/** The settings a run gets: constants, and what the sandbox and the business data give. */
export function wiredSettings(wiring: Wiring, sandbox: RunningSandbox, invoice: unknown): Record<string, unknown> {
  return evaluated(wiring.settings, sandbox, invoice);
}

/**
 * Puts the secrets into a folder vault: certificates of the sandbox's making where it knows the name (`taxpayer:RFC`), texts
 * otherwise. Gives the vault's name of each secret. What is there is kept, so that a run can be resumed.
 */
export function wiredSecrets(
  wiring: Wiring,
  sandbox: RunningSandbox,
  invoice: unknown,
  vault: string,
): Record<string, string> {
  const names: Record<string, string> = {};
  mkdirSync(vault, { recursive: true });
  for (const [secret, value] of Object.entries(evaluated(wiring.secrets, sandbox, invoice))) {
    const text = String(value ?? '');
    const name = /^\w+:[\wÑ&]+$/.test(text) ? text.replace(':', '-').replaceAll(/[Ñ&]/g, '_') : secret;
    names[secret] = name;
    if (existsSync(join(vault, `${name}.pfx`))) continue;
    const material = sandbox.material(text);
    if (material) {
      writeFileSync(join(vault, `${name}.password`), material.password, { mode: 0o600 });
      writeFileSync(join(vault, `${name}.pfx`), material.pfx, { mode: 0o600 });
    } else {
      putSecrets({ [name]: text }, vault);
    }
  }
  return names;
}

/** Puts plain texts into a folder vault. */
export function putSecrets(secrets: Readonly<Record<string, string>>, vault: string): void {
  mkdirSync(vault, { recursive: true });
  for (const [name, text] of Object.entries(secrets)) {
    writeFileSync(join(vault, `${name}.secret`), text, { mode: 0o600 });
  }
}

function evaluated(
  values: Readonly<Record<string, unknown>>,
  sandbox: RunningSandbox,
  invoice: unknown,
): Record<string, unknown> {
  const results: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const compiled = compileExpression(value, { sandbox: true, invoice: true });
    if (!('expression' in compiled))
      fail('EXPRESSION_SYNTAX', `${name} in sandbox.yaml: ${compiled.problems[0]?.message}`);
    results[name] = compiled.expression.evaluate({ sandbox: sandbox.facts, invoice });
  }
  return results;
}
