import { problemsOf } from '../../engine/index.ts';
import type { Environment } from '../../platform/environment/index.ts';
import { storeAddress, storeOwner } from '../../platform/environment/index.ts';
import type { Found } from './finding.ts';

/** Whether records can be written, read and, where they may move, removed: one file makes the round. */
export async function lookAtStore({ config, ports }: Environment): Promise<Found> {
  const { store, chance } = ports;
  const path = `doctor/${chance.nonce()}`;
  const where = storeAddress(config);
  try {
    await store.create(path, new Uint8Array());
    if ((await store.read(path)) === undefined)
      return { state: 'problem', message: `${where} forgets what it was given.` };
    await store.remove(path);
    const owner = await storeOwner({ ports });
    if (owner !== undefined && owner !== config.name)
      return { state: 'problem', message: `${where} belongs to the environment ${owner}, not to ${config.name}.` };
    return { state: 'ok', message: `${where} can be written.` };
  } catch (thrown) {
    const [{ message, hint } = { message: `${where} cannot be written.` }] = problemsOf(thrown);
    return { state: 'problem', message, ...(hint === undefined ? {} : { hint }) };
  }
}
