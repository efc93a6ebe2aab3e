import { fail } from '../../engine/errors.ts';
import { layout } from '../../engine/record/layout.ts';
import type { Environment } from './open.ts';
import { storeAddress } from './outside.ts';

/**
 * Makes sure that the store is this environment's: its name is written there by the first one that comes, and read by all others.
 * ENVIRONMENT_MIXED when the store belongs to another one: a document of a test must never reach an authority's production.
 */
export async function enter(environment: Pick<Environment, 'config' | 'ports'>): Promise<void> {
  const { config, ports } = environment;
  const mark = new TextEncoder().encode(JSON.stringify({ environment: config.name }));
  for (;;) {
    const owner = await storeOwner(environment);
    if (owner === config.name) return;
    if (owner !== undefined) {
      fail('ENVIRONMENT_MIXED', `${storeAddress(config)} belongs to the environment ${owner}; this is ${config.name}.`);
    }
    await ports.store.create(layout.environment, mark);
  }
}

/** The environment that the store belongs to; undefined while it is nobody's. */
export async function storeOwner({ ports }: Pick<Environment, 'ports'>): Promise<string | undefined> {
  const found = await ports.store.read(layout.environment);
  return found && ownerIn(found);
}

function ownerIn(bytes: Uint8Array): string {
  try {
    return String(JSON.parse(new TextDecoder().decode(bytes)).environment);
  } catch {
    return 'of an unreadable name';
  }
}
