import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Artefacts } from '../../engine/artefacts.ts';
import type { Feature } from '../../engine/feature.ts';
import type { Http } from '../../engine/http.ts';
import {
  createEngine,
  type Engine,
  type Ports,
  type RunReport,
  type Store,
  selectPipeline,
} from '../../engine/index.ts';
import { settingsOf } from '../../platform/environment/index.ts';
import { memoryStore } from '../../platform/store/index.ts';
import { memoryVault } from '../../platform/vault/index.ts';
import { portsWith } from '../ports.ts';

export const credentials = { username: 'integrator@example.com', password: 'sandbox-password' };
export const taxId = 'EKU9003173C9';

/** Issues one invoice: from the JSON to the run's report. Rejects when it was not accepted. */
export type Issue = (data: Uint8Array) => Promise<RunReport>;

export interface World {
  readonly key: KeyObject;
  /** An engine over that store or a new one in memory, and that authority. */
  open(http: Http, pacUrl: string, store?: Store): Issue;
  /** An engine over that store, and how an invoice is handed over to it. */
  engine(http: Http, pacUrl: string, store: Store, ports?: Pick<Ports, 'listTogether'>): Submitting;
}

export interface Submitting {
  readonly engine: Engine;
  submit(data: Uint8Array): Promise<string>;
}

/** Everything that the pipeline needs, without disk. */
export function createWorld(
  feature: Feature,
  artefacts: Artefacts,
  csd: { readonly privateKeyPem: string; readonly certificatePem: string },
): World {
  const key = createPrivateKey(csd.privateKeyPem);
  const certificate = new X509Certificate(csd.certificatePem);
  const vault = memoryVault({
    secrets: { pacPassword: credentials.password },
    certificates: { csd: { key, certificate, chain: [] } },
  });
  const engine: World['engine'] = (http, pacUrl, store, ports = {}) => {
    const settings = (of: Feature) => settingsOf(of, { pacUrl, pacUser: credentials.username });
    return submitting(feature, portsWith(feature, { store, vault, http, artefacts, ...ports }, settings));
  };
  return { key, engine, open: (http, pacUrl, store = memoryStore()) => issuer(engine(http, pacUrl, store)) };
}

function submitting(feature: Feature, ports: Ports): Submitting {
  const engine = createEngine(ports);
  const given = { country: 'MX', documentType: 'invoice' };
  const { selected } = selectPipeline([feature], given, { issueDate: '2026-03-01' });
  if (selected === undefined) throw new Error('no pipeline applies');
  const { pipeline, context } = selected;
  return { engine, submit: (data) => engine.submit({ feature, pipeline, context, data }) };
}

export function issuer({ engine, submit }: Submitting): Issue {
  return async (data) => {
    const report = await engine.advance(await submit(data));
    if (report.outcome === 'accepted' && report.state === 'completed') return report;
    throw new Error(`${report.state}, ${report.outcome}: ${JSON.stringify(report.problems)}`);
  };
}
