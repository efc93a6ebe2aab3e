import { type Feature, problemsOf } from '../../engine/index.ts';
import type { ChannelConfig, Environment } from '../../platform/environment/index.ts';
import { proveFolder, proveMailbox } from '../../platform/inbound/index.ts';
import type { Finding, Found } from './finding.ts';

const timeout = 5_000;

/** Whether what comes in can be taken by each channel, whose it is, and whether a feature reads any of it. */
export async function lookAtChannels(features: readonly Feature[], environment: Environment): Promise<Finding[]> {
  const { inbound = {}, legalEntities = {} } = environment.config;
  const found: Finding[] = [];
  for (const [name, channel] of Object.entries(inbound)) {
    const looked = [await proven(name, channel, environment)];
    const { legalEntity } = channel;
    if (legalEntity !== undefined && !Object.hasOwn(legalEntities, legalEntity)) {
      const message = `Its legal entity "${legalEntity}" is not in the environment.`;
      looked.push({ state: 'problem', message, hint: 'Add it under `legalEntities`, or mend the name.' });
    }
    found.push(...looked.map((each): Finding => ({ about: 'channel', of: name, ...each })));
  }
  const reads = features.some(({ pipelines }) =>
    Object.values(pipelines).some(({ recognises }) => recognises.length > 0),
  );
  if (found.length > 0 && !reads) {
    const hint =
      'Deploy a feature with a pipeline that has `recognises`; until then everything is kept and nothing is read.';
    found.push({ about: 'channel', state: 'warning', message: 'No feature recognises what comes in.', hint });
  }
  return found;
}

async function proven(name: string, channel: ChannelConfig, { config, ports }: Environment): Promise<Found> {
  const { folder, imap } = channel;
  try {
    if (folder !== undefined) {
      const waiting = await proveFolder({ name, folder });
      return { state: 'ok', message: `Files in ${folder} can be taken; it has ${waiting}.` };
    }
    if (imap === undefined) return await lookAtHandOver(name, config.server ?? {});
    const mails = await proveMailbox({ name, imap }, ports.vault);
    return {
      state: 'ok',
      message: `${imap.host} lets ${imap.user} in; ${imap.mailbox ?? 'INBOX'} has ${mails} mails.`,
    };
  } catch (thrown) {
    const [{ message, hint } = { message: 'It cannot be used.', hint: undefined }] = problemsOf(thrown);
    return { state: 'problem', message, hint: hint ?? hintOf(channel) };
  }
}

const hintOf = ({ imap }: ChannelConfig): string =>
  imap ? 'Mend host, user, mailbox or the secret in the vault.' : 'Make the folder, and let the worker write in it.';

/** Whether somebody answers where files are handed over. One behind a gateway may be anywhere. */
async function lookAtHandOver(
  name: string,
  { host = '127.0.0.1', port }: { host?: string; port?: number },
): Promise<Found> {
  const path = `POST /inbound/${name}`;
  if (port === undefined || port === 0)
    return { state: 'ok', message: `Files come by ${path}, at the port that timbre serve tells.` };
  const here = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const address = `http://${here.includes(':') ? `[${here}]` : here}:${port}`;
  try {
    const { ok } = await fetch(`${address}/health`, { signal: AbortSignal.timeout(timeout), redirect: 'error' });
    if (ok) return { state: 'ok', message: `Files come by ${path}; ${address} answers.` };
  } catch {
    // Told below.
  }
  const hint = 'Start timbre serve, unless it runs on another machine.';
  return { state: 'warning', message: `Files come by ${path}, and nobody answers at ${address}.`, hint };
}
