import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileExpression, type ExpressionProblem } from '../../engine/expression/index.ts';
import { fail, type Problem, problem, TimbreError } from '../../engine/index.ts';
import type { Position } from '../../engine/source.ts';
import { type RunningSandbox, type SandboxOptions, sandboxes } from '../../sandbox/index.ts';
import type { FileOfWiring, Wiring } from './read-wiring.ts';

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

/** What a run gets of the settings and secrets that the feature or a case says. */
export interface Wired {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

/**
 * The settings and secrets a run gets: constants, and what the sandbox and the business data give. `overrides` are a case's.
 * Throws all that is wrong with the expressions, those of `sandbox.yaml` with their places.
 */
export function wired(
  wiring: FileOfWiring,
  overrides: Pick<Wiring, 'settings' | 'secrets'>,
  sandbox: RunningSandbox,
  invoice: unknown,
): Wired {
  const problems: Problem[] = [];
  const facts = Object.keys(sandbox.facts).map((name) => [name, { type: 'string' }]);
  const scope = {
    sandbox: { type: 'object', properties: Object.fromEntries(facts), additionalProperties: false },
    invoice: true,
  };
  const evaluated = (values: Readonly<Record<string, unknown>> = {}, at?: Position) => {
    const results: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(values)) {
      const compiled = compileExpression(value, scope);
      if (compiled.expression) results[name] = compiled.expression.evaluate({ sandbox: sandbox.facts, invoice });
      else problems.push(...compiled.problems.map((each) => placed(each, name, at)));
    }
    return results;
  };
  const written = (section: string): Position => ({ file: wiring.file, path: [section] });
  const result = {
    settings: { ...evaluated(wiring.settings, written('settings')), ...evaluated(overrides.settings) },
    secrets: { ...evaluated(wiring.secrets, written('secrets')), ...evaluated(overrides.secrets) },
  };
  if (problems.length > 0) throw new TimbreError(problems);
  return result;
}

function placed({ code, message, hint, offset, length }: ExpressionProblem, name: string, at?: Position): Problem {
  // Offsets count from after the `=`.
  const place = at?.file.place([...at.path, name], 'value', offset + 1, length);
  return problem(code, `${name}: ${message}`, { hint, place });
}

/**
 * Puts secrets into a folder vault: certificates of the sandbox's making where it knows the name (`taxpayer:RFC`), texts
 * otherwise. Gives the vault's name of each secret. What is there is kept, so that a run can be resumed.
 */
export function putMaterial(secrets: Wired['secrets'], sandbox: RunningSandbox, vault: string): Record<string, string> {
  const names: Record<string, string> = {};
  mkdirSync(vault, { recursive: true });
  for (const [secret, value] of Object.entries(secrets)) {
    const text = String(value ?? '');
    const name = nameOfMaterial(text) ?? secret;
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

/** What the vault calls test material such as `taxpayer:RFC`; undefined for a text that cannot be the name of any. */
export const nameOfMaterial = (text: string): string | undefined =>
  /^\w+:[\wÑ&]+$/.test(text) ? text.replace(':', '-').replaceAll(/[Ñ&]/g, '_') : undefined;

/** Puts plain texts into a folder vault. */
export function putSecrets(secrets: Readonly<Record<string, string>>, vault: string): void {
  mkdirSync(vault, { recursive: true });
  for (const [name, text] of Object.entries(secrets)) {
    writeFileSync(join(vault, `${name}.secret`), text, { mode: 0o600 });
  }
}
