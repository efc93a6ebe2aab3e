import { HttpFailure, problemsOf } from '../../engine/index.ts';
import type { Environment, WebhookConfig } from '../../platform/environment/index.ts';
import { proveSecret } from '../../platform/webhooks/index.ts';
import type { Finding, Found } from './finding.ts';
import { unreached } from './hosts.ts';

const timeout = 15_000;

/** Whether each webhook may be called, answers, and has a secret to sign with. Nothing is told: it is asked with GET. */
export async function lookAtWebhooks({ config, ports }: Environment): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [name, webhook] of Object.entries(config.webhooks ?? {})) {
    const looked = [...(await lookAtAddress(webhook, ports.http)), ...(await lookAtSecret(webhook, ports.vault))];
    const strangers = (webhook.legalEntities ?? []).filter((id) => !Object.hasOwn(config.legalEntities ?? {}, id));
    for (const id of strangers) {
      const message = `Its legal entity "${id}" is not in the environment: of that one it is never told.`;
      looked.push({ state: 'warning', message, hint: 'Add it under `legalEntities`, or mend the name.' });
    }
    found.push(...looked.map((each): Finding => ({ about: 'webhook', of: name, ...each })));
  }
  return found;
}

async function lookAtAddress({ url }: WebhookConfig, http: Environment['ports']['http']): Promise<Found[]> {
  const { origin, pathname } = new URL(url);
  try {
    const { status } = await http.send({ method: 'GET', url, headers: {}, timeout, maxBytes: 1_000_000 });
    const hint = 'Is the path right? Only a 2xx to a POST means that it was taken; no redirect is followed.';
    if (status === 404 || status >= 500 || (status >= 300 && status < 400))
      return [{ state: 'warning', message: `${origin} answers, but ${pathname} with ${status}.`, hint }];
    return [{ state: 'ok', message: `${origin} answers.` }];
  } catch (thrown) {
    if (!(thrown instanceof HttpFailure)) throw thrown;
    return [unreached(origin, thrown.kind)];
  }
}

async function lookAtSecret({ secret }: WebhookConfig, vault: Environment['ports']['vault']): Promise<Found[]> {
  try {
    proveSecret(await vault.secret(secret));
    return [{ state: 'ok', message: `Its secret ${secret} can sign.` }];
  } catch (thrown) {
    return problemsOf(thrown).map(({ message, hint }): Found => ({ state: 'problem', message, ...(hint && { hint }) }));
  }
}
