import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Attachment,
  type Clock,
  type Feature,
  fail,
  type Message,
  type Ports,
  TimbreError,
  type Vault,
} from '../../engine/index.ts';
import { readJson } from '../../engine/json.ts';
import { type Environment, localConfig, openEnvironment } from '../../platform/environment/index.ts';
import { memoryStore } from '../../platform/store/index.ts';
import { folderVault } from '../../platform/vault/index.ts';
import { attachmentsFrom } from '../attachments.ts';
import { openSandboxed } from '../sandbox/open.ts';
import { hasWiring } from '../sandbox/read-wiring.ts';
import { putSecrets } from '../sandbox/wiring.ts';
import type { Difference } from './compare.ts';
import { type Case, inputOf, originalOf } from './read.ts';
import { type Recorded, type Reply, recordedHttp } from './recorded.ts';
import type { ReplayOptions } from './replay.ts';
import { putCertificates, textsIn } from './secrets.ts';

/** What a case is replayed in. */
export interface World {
  readonly environment: Environment;
  readonly requests: () => number;
  /** Lets it be that time, where it is not later already. */
  readonly moveTo: (at: string | undefined) => void;
  /** Requests that were not those of the recorded replies. */
  readonly differences: () => readonly Difference[];
}

/** A store in memory, a clock that runs ahead when a run waits, recorded replies or a sandbox. */
export async function openWorld(
  feature: Feature,
  featureFolder: string,
  one: Case,
  home: string,
  options: ReplayOptions,
): Promise<World> {
  const chain = chainOf(one);
  const settings = Object.assign({}, ...chain.map((each) => each.settings));
  const secrets = Object.assign({}, ...chain.map((each) => each.secrets));
  const config = { ...localConfig(home), artefacts: { folder: options.artefacts }, settings };
  const clock = caseClock(chain.find(({ at }) => at !== undefined)?.at);
  const recorded = one.replies && recordedHttp(chain.flatMap(repliesOf));
  const certificates = putCertificates(secrets, config.vault.folder, clock.now());
  const ports: Partial<Ports> = {
    store: memoryStore(),
    vault: caseVault(folderVault(config.vault.folder), feature),
    clock,
    ...(options.observe ? { observe: options.observe } : {}),
    ...(recorded ? { http: recorded } : {}),
  };
  if (!hasWiring(featureFolder)) {
    putSecrets(textsIn(secrets), config.vault.folder);
    return worldOf(openEnvironment(config, ports), clock, recorded, () => 0);
  }
  const invoice = invoiceIn(readInput(one));
  const { faults = [] } = one;
  const overrides = { settings, secrets: textsIn(secrets), given: certificates };
  const { longest } = options;
  const sandboxed = {
    config,
    feature,
    featureFolder,
    invoice,
    faults,
    clock: clock.now,
    home,
    overrides,
    ports,
    longest,
  };
  const environment = await openSandboxed(sandboxed);
  return worldOf(environment, clock, recorded, environment.sandbox.requests);
}

function worldOf(
  environment: Environment,
  { moveTo }: CaseClock,
  recorded: Recorded | undefined,
  requests: () => number,
): World {
  const { requests: counted = requests, differences = () => [] } = recorded ?? {};
  return { environment, requests: counted, differences, moveTo };
}

/** @throws TimbreError FILE_MISSING */
export function readInput(one: Case): Uint8Array {
  try {
    return readFileSync(inputOf(one));
  } catch {
    return fail('FILE_MISSING', `The business data of the case ${one.name} cannot be read: ${inputOf(one)}.`);
  }
}

/** The files that go with it. USAGE */
export const attachmentsOf = ({ attachments = [], folder }: Case): Attachment[] =>
  attachmentsFrom(attachments.map((file) => join(folder, file)));

/** What an authority tells the runs of a feature by itself. USAGE */
export const messagesOf = ({ messages = [], folder }: Case, feature: Feature): Message[] =>
  messages.flatMap(({ message, where, file }) =>
    attachmentsFrom([join(folder, file)]).map(({ mediaType, bytes }) => ({
      feature: feature.id,
      name: message,
      where,
      mediaType,
      bytes,
    })),
  );

/** The case with what is submitted before it, the first of them first; one that leads back to itself stands once. */
export function chainOf(one: Case, later: readonly string[] = []): Case[] {
  const original = one.original === undefined || later.includes(one.name) ? undefined : originalOf(one);
  return original ? [...chainOf(original, [...later, one.name]), one] : [one];
}

const repliesOf = ({ replies = [], folder }: Case): Reply[] =>
  replies.flatMap(({ file, times = 1, ...reply }) =>
    Array<Reply>(times).fill({ ...reply, ...(file === undefined ? {} : { file: join(folder, file) }) }),
  );

/** What a case does not give is to be given there, not in a folder that is gone when it ends. */
function caseVault(vault: Vault, { secrets }: Feature): Vault {
  const asking =
    <T>(ask: (name: string) => Promise<T>) =>
    async (name: string): Promise<T> => {
      try {
        return await ask(name);
      } catch (error) {
        if (!(error instanceof TimbreError) || error.code !== 'SECRET_MISSING') throw error;
        const given = secrets[name]?.kind === 'certificate' ? '{ certificate: { CN: Somebody } }' : 'some text';
        return fail('SECRET_MISSING', `The case gives no secret ${name}.`, {
          hint: `Write under secrets in case.yaml: ${name}: ${given}.`,
        });
      }
    };
  return {
    secret: asking((name) => vault.secret(name)),
    signer: asking((name) => vault.signer(name)),
    clientIdentity: asking((name) => vault.clientIdentity(name)),
  };
}

/** Cases of bad input are not JSON; the sandbox is wired without them. */
function invoiceIn(data: Uint8Array): unknown {
  try {
    return readJson(data).data;
  } catch (error) {
    if (error instanceof TimbreError) return {};
    throw error;
  }
}

interface CaseClock extends Clock {
  readonly moveTo: World['moveTo'];
}

function caseClock(at: string | undefined): CaseClock {
  let now = at === undefined ? Date.now() : Date.parse(at);
  return {
    moveTo(later) {
      if (later !== undefined) now = Math.max(now, Date.parse(later));
    },
    now: () => new Date(now),
    monotonic: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
}
