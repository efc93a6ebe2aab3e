import { type Http, HttpFailure, type HttpFailureKind } from '../../engine/index.ts';
import type { Found } from './finding.ts';

const timeout = 5000;

/** Connects, with TLS where the address says so, through the environment's own rules; sends nothing. */
export async function lookAtHost(url: string, http: Http): Promise<Found & { readonly reached: boolean }> {
  const { origin } = new URL(url);
  try {
    await http.send({
      method: 'GET',
      url,
      headers: {},
      timeout,
      maxBytes: 1,
      beforeWrite() {
        throw new HttpFailure('fenced', false, 'only the connection was wanted');
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof HttpFailure)) throw thrown;
    if (thrown.kind !== 'fenced') return { reached: false, ...unreached(origin, thrown.kind) };
  }
  return { reached: true, state: 'ok', message: `${origin} is reached.` };
}

/** What is in the way. */
export function unreached(origin: string, kind: HttpFailureKind): Found {
  return { state: 'problem', ...told(origin, kind) };
}

function told(origin: string, kind: HttpFailureKind): { message: string; hint: string } {
  switch (kind) {
    case 'host-not-allowed':
      return { message: `${origin} may not be called.`, hint: 'Add the host to allowedHosts in the environment file.' };
    case 'dns':
      return {
        message: `The name in ${origin} is not known.`,
        hint: 'Is it spelt right, and does this machine have a name server?',
      };
    case 'tls':
      return {
        message: `${origin} answers, but TLS fails.`,
        hint: 'Is its certificate valid, and is a proxy in between?',
      };
    default:
      return {
        message: `${origin} is not reached.`,
        hint: 'Is the port open in the firewall, and is the other side up?',
      };
  }
}

/** This machine's clock against the Date of an answer: authorities refuse what is signed in the future. */
export async function lookAtClock(url: string, http: Http, now: () => Date): Promise<Found> {
  const { origin } = new URL(url);
  try {
    const { headers } = await http.send({
      method: 'GET',
      url: `${origin}/`,
      headers: {},
      timeout,
      maxBytes: 1_000_000,
    });
    const theirs = Date.parse(headers.date ?? '');
    if (Number.isNaN(theirs)) return { state: 'warning', message: `${origin} does not say what time it is.` };
    const off = Math.round((now().getTime() - theirs) / 1000);
    if (Math.abs(off) <= 10) return { state: 'ok', message: `The clock agrees with ${origin}.` };
    const message = `The clock is ${Math.abs(off)} s ${off > 0 ? 'ahead of' : 'behind'} ${origin}.`;
    const hint = 'Let it be set over the network (NTP).';
    return { state: Math.abs(off) > 60 ? 'problem' : 'warning', message, hint };
  } catch (thrown) {
    if (!(thrown instanceof HttpFailure)) throw thrown;
    return { state: 'warning', message: `${origin} gave no answer to compare the clock with.` };
  }
}
