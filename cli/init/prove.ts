import { type Problem, problemsOf } from '../../engine/index.ts';
import { type Environment, openEnvironment, readConfig } from '../../platform/environment/index.ts';
import { type Finding, type Found, lookAtHost, lookAtQueue, lookAtStore, lookAtVault } from '../doctor/index.ts';
import type { Answers } from './answers.ts';

/** Whether what was answered is so: each connection is made, by the same code that will use it. `file` holds the answers so far. */
export async function prove(file: string, key: keyof Answers): Promise<Finding[]> {
  try {
    const environment = openEnvironment(readConfig(file));
    try {
      return await proofs[key](environment);
    } finally {
      await environment.close();
    }
  } catch (thrown) {
    return problemsOf(thrown).map((problem) => ({ about: 'settings', ...foundOf(problem) }));
  }
}

const nothing = async (): Promise<Finding[]> => [];

const proofs: Readonly<Record<keyof Answers, (environment: Environment) => Promise<Finding[]>>> = {
  name: nothing,
  legalEntity: nothing,
  retention: nothing,
  vault: async ({ ports }) => [{ about: 'vault', ...(await lookAtVault(ports)) }],
  store: async (environment) => [{ about: 'store', ...(await lookAtStore(environment)) }],
  redis: async ({ config }) => (await lookAtQueue(config)).map((found) => ({ about: 'queue', ...found })),
  allow: ({ config, ports }) =>
    Promise.all(
      config.allowedHosts.map(async (pattern): Promise<Finding> => {
        if (pattern.startsWith('*.'))
          return {
            about: 'host',
            state: 'ok',
            message: `${pattern} is a pattern: doctor tries the hosts that features call.`,
          };
        const { reached: _, ...found } = await lookAtHost(addressOf(pattern), ports.http);
        return { about: 'host', ...found };
      }),
    ),
};

const addressOf = (pattern: string): string => (pattern.includes('://') ? pattern : `https://${pattern}`);

const foundOf = ({ message, hint }: Problem): Found => ({
  state: 'problem',
  message,
  ...(hint === undefined ? {} : { hint }),
});
