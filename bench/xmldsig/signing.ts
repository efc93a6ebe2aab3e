import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { signAction } from '../../actions/sign/index.ts';
import { verifyAction } from '../../actions/verify/index.ts';
import type { Loading, PureContext, SecretContext } from '../../engine/action.ts';
import { createDocument } from '../../engine/document.ts';
import { problem, TimbreError } from '../../engine/errors.ts';
import { compileExpression } from '../../engine/expression.ts';
import { readSource } from '../../engine/read-source.ts';
import { memoryVault } from '../../platform/vault/index.ts';
import { makeTestTaxpayer } from '../../sandbox/certificates/index.ts';
import { byHand } from '../mapping/by-hand.ts';
import { invoiceOf } from '../mapping/invoice.ts';

export interface Signing {
  /** A UBL invoice of 20 kB. */
  readonly document: Buffer;
  /** The same with an empty signature in it, as xmlsec1 wants it. */
  readonly template: string;
  readonly key: KeyObject;
  readonly keyPem: string;
  /** Signs the document anew, each time from its bytes. */
  sign(canonicalization: 'c14n' | 'exc-c14n'): Promise<unknown>;
  /** Verifies a signature over the document. */
  verify(): Promise<unknown>;
}

const lines = 10;

export async function openSigning(): Promise<Signing> {
  const {
    privateKey: key,
    privateKeyPem: keyPem,
    certificateDer,
  } = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'E' });
  const certificate = new X509Certificate(certificateDer);
  const vault = memoryVault({ certificates: { seal: { key, certificate, chain: [] } } });
  const text = byHand(invoiceOf(lines));
  const document = Buffer.from(text, 'utf8');
  const context: SecretContext = {
    ...around(document),
    signingTime: new Date(),
    signer: (name) => vault.signer(name),
  };
  const ways = { c14n: prepareSigning('c14n'), 'exc-c14n': prepareSigning('exc-c14n') };
  const signed = await signAction.run(context, ways.c14n);
  const bytes = signed.documents?.document?.bytes ?? document;
  const empty = Buffer.from(bytes)
    .toString()
    .replace(/<(DigestValue|SignatureValue)>[^<]*</g, '<$1><')
    .replace(/<KeyInfo>.*<\/KeyInfo>/, '');
  const verification = prepareVerification();
  const received = around(bytes);
  return {
    document,
    template: empty,
    key,
    keyPem,
    sign: (canonicalization) => signAction.run(context, ways[canonicalization]),
    verify: async () => {
      const { values } = await verifyAction.run(received, verification);
      if (values?.valid !== true) throw new Error(`the signature should hold: ${values?.reason}`);
    },
  };
}

const around = (bytes: Uint8Array): PureContext => ({
  run: { id: 'bench', startedAt: new Date() },
  step: 'bench',
  in: { document: createDocument('invoice.xml', 'application/xml', bytes) },
  variables: {},
  artefact: async () => undefined,
});

function prepareSigning(canonicalization: 'c14n' | 'exc-c14n') {
  const { loading, at, wrong } = loadingOf();
  return signAction.prepare({ profile: 'xmldsig', key: 'seal', canonicalization }, loading, at) ?? wrong();
}

function prepareVerification() {
  const { loading, at, wrong } = loadingOf();
  const subject = { oid: '2.5.4.45', until: '/', equals: 'EKU9003173C9' };
  return verifyAction.prepare({ profile: 'xmldsig', subject }, loading, at) ?? wrong();
}

function loadingOf() {
  const { file, problems: broken } = readSource('step.yaml', 'profile: xmldsig\n');
  if (file === undefined) throw new TimbreError(broken);
  const loading: Loading = {
    scope: {},
    inputs: {},
    file: () => file,
    text: () => undefined,
    artefact: () => undefined,
    load: {},
    whenPulled: () => {},
    secret: () => true,
    expression: (value, _at, options) => compileExpression(value, {}, options).expression,
    report: (code, message) => {
      throw new TimbreError(problem(code, message));
    },
  };
  const wrong = (): never => {
    throw new Error('the step cannot be prepared');
  };
  return { loading, at: { file, path: [] }, wrong };
}
