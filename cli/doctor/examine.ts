import { type Feature, type Http, HttpFailure, type Needs, needsOf, problemsOf } from '../../engine/index.ts';
import { listArtefacts } from '../../platform/artefacts/index.ts';
import type { Environment } from '../../platform/environment/index.ts';
import { lookAtAccess } from './access.ts';
import { lookAtChannels } from './channels.ts';
import type { Finding, Found } from './finding.ts';
import { lookAtClock, lookAtHost } from './hosts.ts';
import { lookAtQueue } from './queue.ts';
import { lookAtChains, lookAtSecrets } from './secrets.ts';
import { lookAtStore } from './store.ts';
import { lookAtVault } from './vault.ts';
import { lookAtWebhooks } from './webhooks.ts';

/** Looks at everything that features need of an environment, for each legal entity of it. */
export async function examine(features: readonly Feature[], environment: Environment): Promise<Finding[]> {
  const { config } = environment;
  const found: Finding[] = [{ about: 'store', ...(await lookAtStore(environment)) }];
  found.push({ about: 'vault', ...(await lookAtVault(environment.ports)) });
  for (const each of await lookAtQueue(config)) found.push({ about: 'queue', ...each });
  for (const each of await lookAtAccess(config)) found.push({ about: 'access', ...each });
  found.push(...(await lookAtChannels(features, environment)), ...(await lookAtWebhooks(environment)));
  for (const each of await lookAtChains(environment)) found.push({ about: 'chain', ...each });
  const entities = Object.keys(config.legalEntities ?? {});
  const urls = new Set<string>();
  for (const feature of features) {
    for (const legalEntity of entities.length > 0 ? entities : [undefined]) {
      const context: Record<string, string> = legalEntity === undefined ? {} : { legalEntity };
      const of = legalEntity === undefined ? feature.id : `${feature.id}, ${legalEntity}`;
      const { given, settings } = lookAtSettings(feature, context, environment);
      const needs = needsOf(feature, given);
      for (const url of urlsOf(needs, given)) urls.add(url);
      const secrets = await lookAtSecrets(feature.id, needs, context, environment);
      found.push(...settings.map((each) => ({ about: 'settings' as const, of, ...each })));
      found.push(...secrets.map((each) => ({ about: 'secret' as const, of, ...each })));
    }
    const artefacts = await lookAtArtefacts(feature, environment);
    found.push(...artefacts.map((each) => ({ about: 'artefact' as const, of: feature.id, ...each })));
  }
  return [...found, ...(await lookAtWorld(urls, environment))];
}

function lookAtSettings(
  feature: Feature,
  context: Readonly<Record<string, string>>,
  { config, ports }: Environment,
): { given: Readonly<Record<string, unknown>>; settings: Found[] } {
  try {
    const given = ports.environment.settings(feature, context);
    const count = Object.keys(given).length;
    return { given, settings: [{ state: 'ok', message: `${count} settings are there and fit.` }] };
  } catch (thrown) {
    const settings = problemsOf(thrown).map(({ message, hint }): Found => {
      return { state: 'problem', message, ...(hint === undefined ? {} : { hint }) };
    });
    const own = context.legalEntity === undefined ? {} : config.legalEntities?.[context.legalEntity]?.settings;
    return { given: { ...config.settings, ...own }, settings };
  }
}

/** The settings that are addresses. */
function urlsOf({ settings }: Needs, given: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(settings)
    .filter(([, { schema }]) => schema.format === 'uri')
    .map(([name]) => given[name])
    .filter((value) => typeof value === 'string')
    .filter((value) => /^https?:/.test(value) && URL.canParse(value));
}

async function lookAtArtefacts({ id, artefacts }: Feature, { config }: Environment): Promise<Found[]> {
  const listed = await listArtefacts(Object.values(artefacts), config.artefacts.folder);
  const hint = `timbre artefacts pull ${id} brings it, with the same --environment.`;
  return [...new Set(listed.map(({ artefact }) => artefact))].map((name): Found => {
    const files = listed.filter(({ artefact }) => artefact === name);
    if (files.some(({ state }) => state === 'damaged'))
      return { state: 'problem', message: `${name} in the cache is not what is pinned.`, hint };
    if (files.every(({ state }) => state === 'cached')) return { state: 'ok', message: `${name} is in the cache.` };
    const state = config.name === 'local' ? 'warning' : 'problem';
    return { state, message: `${name} is not in the cache.`, hint };
  });
}

async function lookAtWorld(urls: ReadonlySet<string>, { config, ports }: Environment): Promise<Finding[]> {
  const found: Finding[] = [];
  let reached: string | undefined;
  const byHost = new Map([...urls].map((url) => [new URL(url).origin, url]));
  for (const url of byHost.values()) {
    const { reached: there, ...rest } = await lookAtHost(url, ports.http);
    if (there) reached ??= url;
    found.push({ about: 'host', ...rest });
  }
  const witness = addressOfCloud(config);
  if (reached === undefined && witness !== undefined)
    found.push({ about: 'clock', ...(await lookAtClock(witness, cloud, () => ports.clock.now())) });
  else if (reached === undefined) {
    const message = 'No authority is reached to compare the clock with.';
    found.push({ about: 'clock', state: urls.size === 0 ? 'ok' : 'warning', message });
  } else found.push({ about: 'clock', ...(await lookAtClock(reached, ports.http, () => ports.clock.now())) });
  return found;
}

/** Key Vault or the container, where they have an address of their own: their answers say what time it is, even a refusal. */
function addressOfCloud({ vault, store }: Environment['config']): string | undefined {
  if ('keyVault' in vault) return vault.keyVault;
  return 'blob' in store && 'container' in store.blob ? store.blob.container : undefined;
}

/** Without allowed hosts: these are not an authority's. */
const cloud: Pick<Http, 'send'> = {
  async send({ url, timeout }) {
    try {
      const { status, headers } = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: 'manual' });
      return { status, headers: Object.fromEntries(headers), body: new Uint8Array() };
    } catch (cause) {
      throw new HttpFailure('connect', false, 'no answer', { cause });
    }
  },
};
