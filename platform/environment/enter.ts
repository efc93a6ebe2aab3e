import { fail } from '../../engine/errors.ts';
import { layout } from '../../engine/record/layout.ts';
import type { Environment } from './open.ts';
import { storeAddress } from './outside.ts';

/**
 * Makes sure that the store is this environment's: its name is written there by the first one that comes, and read by all others.
 * ENVIRONMENT_MIXED when the store belongs to another one: a document of a test must never reach an authority's production.
 */
export async function enter({ config, ports: { store } }: Pick<Environment, 'config' | 'ports'>): Promise<void> {
  const mark = new TextEncoder().encode(JSON.stringify({ environment: config.name }));
  for (;;) {
    const found = await store.read(layout.environment);
    const owner = found && ownerIn(found);
    if (owner === config.name) return;
    if (owner !== undefined) {
      fail('ENVIRONMENT_MIXED', `${storeAddress(config)} belongs to the environment ${owner}; this is ${config.name}.`);
    }
    await store.create(layout.environment, mark);
  }
}

function ownerIn(bytes: Uint8Array): string {
  try {
    return String(JSON.parse(new TextDecoder().decode(bytes)).environment);
  } catch {
    return 'of an unreadable name';
  }
}
