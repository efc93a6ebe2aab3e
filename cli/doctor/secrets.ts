import type { X509Certificate } from 'node:crypto';
import { certificateNumber } from '../../actions/lib/certificate/index.ts';
import { type Needs, type Problem, problemsOf, type Secret } from '../../engine/index.ts';
import type { Environment } from '../../platform/environment/index.ts';
import type { Found } from './finding.ts';

const day = 86_400_000;
const soon = 30 * day;

/** Whether each secret that is needed is in the vault and what it is said to be. Nothing of a value is ever told. */
export async function lookAtSecrets(
  feature: string,
  { secrets }: Needs,
  context: Readonly<Record<string, string>>,
  { ports }: Environment,
): Promise<Found[]> {
  const found: Found[] = [];
  const now = ports.clock.now();
  for (const [name, { kind, numberForm }] of Object.entries(secrets)) {
    const inVault = ports.environment.secretName(feature, context, name);
    const said = inVault === name ? name : `${name} (in the vault ${inVault})`;
    try {
      if (kind === 'certificate')
        found.push(validity(said, (await ports.vault.signer(inVault)).certificate, numberForm, now));
      else found.push(text(said, await ports.vault.secret(inVault)));
    } catch (thrown) {
      found.push(...problemsOf(thrown).map(unusable));
    }
  }
  return found;
}

/** Whether each chain that the environment names holds together. */
export async function lookAtChains({ config, ports }: Environment): Promise<Found[]> {
  return Promise.all(
    Object.keys(config.chains ?? {}).map(async (name): Promise<Found> => {
      try {
        const { certificate, chain } = await ports.vault.signer(name);
        const ends = [certificate, ...chain].map(({ validTo }) => Date.parse(validTo));
        const days = Math.floor((Math.min(...ends) - ports.clock.now().getTime()) / day);
        const message = `${name}: ${chain.length + 1} certificates, each issued by the next; the first ends in ${days} days.`;
        return { state: days < 0 ? 'problem' : days < 30 ? 'warning' : 'ok', message };
      } catch (thrown) {
        return problemsOf(thrown).map(unusable)[0] ?? { state: 'problem', message: `${name} cannot be read.` };
      }
    }),
  );
}

const unusable = ({ message, hint }: Problem): Found => ({
  state: 'problem',
  message,
  ...(hint === undefined ? {} : { hint }),
});

function validity(name: string, certificate: X509Certificate, numberForm: Secret['numberForm'], now: Date): Found {
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  const said = `${name}: certificate ${certificateNumber(certificate, numberForm ?? 'hexadecimal') ?? certificate.serialNumber}`;
  const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);
  const hint = 'Get a new certificate, and put it into the vault under this name.';
  if (now.getTime() > until) return { state: 'problem', message: `${said} expired on ${dateOf(until)}.`, hint };
  if (now.getTime() < from)
    return { state: 'problem', message: `${said} is valid from ${dateOf(from)} only.`, hint: 'Is the clock right?' };
  if (until - now.getTime() < soon)
    return { state: 'warning', message: `${said} expires on ${dateOf(until)}: within 30 days.`, hint };
  const days = Math.floor((until - now.getTime()) / day);
  return { state: 'ok', message: `${said}, valid until ${dateOf(until)}: ${days} days.` };
}

const text = (name: string, value: string): Found =>
  value === ''
    ? { state: 'problem', message: `${name} is empty.`, hint: 'Put the secret into the file.' }
    : value.trim() !== value
      ? { state: 'warning', message: `${name} begins or ends with a space or a line break.`, hint: 'Is that meant?' }
      : { state: 'ok', message: `${name} is there.` };
