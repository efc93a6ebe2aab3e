import type { Feature, Ports } from '../engine/index.ts';
import { systemChance, systemClock } from '../platform/clock.ts';
import { memoryStore } from '../platform/store/index.ts';
import { memoryVault } from '../platform/vault/index.ts';

/** A production without disk and network: nothing is stored before, nothing secret, nothing can be sent, but for what is given. */
export const portsWith = (
  feature: Feature,
  given: Partial<Omit<Ports, 'environment'>> = {},
  settings: Ports['environment']['settings'] = () => ({}),
): Ports => ({
  store: memoryStore(),
  vault: memoryVault({}),
  http: { send: () => Promise.reject(new Error('nothing is sent')) },
  clock: systemClock,
  chance: systemChance,
  artefacts: { get: async () => undefined },
  environment: {
    name: 'production',
    artefactsOptional: false,
    settings,
    secretName: (_feature, _context, secret) => secret,
  },
  compile: () => feature,
  ...given,
});
