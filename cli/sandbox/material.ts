import { fail } from '../../engine/index.ts';
import type { RunningSandbox } from '../../sandbox/index.ts';
import { nameOfMaterial, putMaterial } from './wiring.ts';

/**
 * Puts certificates that the authority takes, such as `taxpayer:EKU9003173C9`, into the folder vault of an environment that calls
 * it. What is there stays. Gives their names in the vault; USAGE for what the sandbox does not make.
 */
export function giveMaterial(sandbox: RunningSandbox, names: readonly string[], vault: string): readonly string[] {
  const unknown = names.find((name) => nameOfMaterial(name) === undefined || sandbox.material(name) === undefined);
  if (unknown !== undefined)
    fail('USAGE', `This sandbox makes no ${unknown}.`, {
      hint: `It makes ${sandbox.materials.join(', ') || 'nothing'}.`,
    });
  if (names.length === 0) return [];
  return Object.values(putMaterial(Object.fromEntries(names.map((name) => [name, name])), sandbox, vault));
}
