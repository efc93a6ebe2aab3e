import type { ExternalContext, PureContext, SecretContext, StateContext } from '../action.ts';
import type { Document } from '../document.ts';
import { fail } from '../errors.ts';
import { type Http, HttpFailure } from '../http.ts';
import { allocate } from './counter.ts';
import type { Frame } from './frame.ts';
import type { Work } from './work.ts';

/** The one place where authority is handed out: each effect gets what its declaration allows, and nothing else. */
export function grantPure(
  work: Work,
  frame: Frame,
  step: string,
  inputs: Readonly<Record<string, Document>>,
): PureContext {
  return {
    run: { id: work.run, startedAt: work.startedAt },
    step,
    in: inputs,
    variables: frame.variables,
    async artefact(name) {
      const pin = work.feature.artefacts[name];
      const artefact = pin && (await work.ports.artefacts.get(pin));
      if (!artefact && !work.ports.environment.artefactsOptional)
        fail('ARTEFACT_MISSING', `The artefact ${name} of ${work.feature.id} is not in the cache.`, { step });
      return artefact;
    },
  };
}

export function grantSecret(work: Work, pure: PureContext): SecretContext {
  return {
    signingTime: pure.run.startedAt,
    signer: async (name) => work.ports.vault.signer(vaultName(work, name, 'certificate')),
    ...pure,
  };
}

export function grantState(work: Work, pure: PureContext): StateContext {
  return {
    allocate: (counter, first) => allocate(work.ports.store, counter, first, `${work.run}/${pure.step}`),
    ...pure,
  };
}

/** `mayStart` is asked right before the first byte of each request: a process that slept too long sends nothing. */
export function grantExternal(
  work: Work,
  pure: PureContext,
  attempt: number,
  mayStart: () => boolean,
): ExternalContext {
  const { vault } = work.ports;
  return {
    attempt,
    signingTime: pure.run.startedAt,
    http: fenced(work.ports.http, mayStart),
    async secret(name) {
      const secret = await vault.secret(vaultName(work, name, 'secret'));
      work.redactor.remember(secret);
      return secret;
    },
    clientIdentity: async (name) => vault.clientIdentity(vaultName(work, name, 'certificate')),
    ...pure,
  };
}

/** Only what the feature declares, and as what it declares it. */
function vaultName(work: Work, secret: string, kind: 'certificate' | 'secret'): string {
  const { secrets } = work.needs;
  const declared = Object.hasOwn(secrets, secret) ? secrets[secret] : undefined;
  if (declared?.kind !== kind) fail('REFERENCE_UNKNOWN', `The feature declares no ${kind} \`${secret}\`.`);
  return work.ports.environment.secretName(work.feature.id, work.state.submission.context, secret);
}

function fenced(http: Http, mayStart: () => boolean): Http {
  return {
    send(request) {
      const beforeWrite = () => {
        request.beforeWrite?.();
        if (!mayStart()) throw new HttpFailure('fenced', false, 'the attempt started too late; nothing was sent');
      };
      return http.send(Object.assign({}, request, { beforeWrite }));
    },
  };
}
