import type { EnvironmentConfig } from '../../platform/environment/index.ts';
import type { Found } from './finding.ts';

const timeout = 5_000;

/** Who may call the HTTP interface, and whether the keys that tokens are judged by can be fetched. */
export async function lookAtAccess({ name, server }: EnvironmentConfig): Promise<Found[]> {
  if (server === undefined) return [];
  const { access, host = '127.0.0.1' } = server;
  if (access === undefined) {
    const loopback = host === 'localhost' || host === '::1' || host.startsWith('127.');
    if (loopback && name !== 'production')
      return [{ state: 'ok', message: 'Only this machine may call; nobody is asked.' }];
    const message = loopback
      ? 'Nobody who calls from this machine is asked who he is.'
      : `${host} would be open to all.`;
    const hint = 'Add `access` with tokens or keys under `server`.';
    return [{ state: loopback ? 'warning' : 'problem', message, hint }];
  }
  const { keys = [], tokens } = access;
  const found: Found[] = keys.length === 0 ? [] : [{ state: 'ok', message: `${keys.length} API keys are let in.` }];
  return tokens === undefined ? found : [...found, await lookAtJwks(tokens.jwks)];
}

async function lookAtJwks(address: string): Promise<Found> {
  const hint = 'Mend `jwks` under `server.access.tokens`, or the way there: until then every token is refused.';
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(timeout), redirect: 'error' });
    const said: unknown = await answer.json();
    const keys =
      typeof said === 'object' && said !== null && 'keys' in said && Array.isArray(said.keys) ? said.keys : [];
    if (answer.ok && keys.length > 0)
      return { state: 'ok', message: `${address} has ${keys.length} keys that tokens are judged by.` };
    return { state: 'problem', message: `${address} gives no keys (status ${answer.status}).`, hint };
  } catch {
    return { state: 'problem', message: `${address} is not reached, or is no JSON.`, hint };
  }
}
