import { createHash, type X509Certificate } from 'node:crypto';
import type { SecretContext, StepOutput } from '../../../engine/action.ts';
import { fail } from '../../../engine/errors.ts';
import type { CompiledExpression } from '../../../engine/expression.ts';
import type { Signer } from '../../../engine/vault.ts';
import { certificateNumber, type NumberForm, type SubjectRule } from '../../lib/certificate/index.ts';
import { requiredText } from '../../lib/parameter/index.ts';
import { encodeXmlText, readXmlText } from '../../lib/xml-text/index.ts';
import {
  type CanonicalMethod,
  type Digest,
  type ElementPath,
  type KeyInfoPart,
  type SignatureAlgorithm,
  type SignatureParts,
  signatures,
  writeKeyInfo,
  writeSignature,
} from '../../lib/xmldsig/index.ts';
import { checkCertificate } from '../certificate-check.ts';
import { arrange } from './xmldsig-forms.ts';

export type TransformName = 'enveloped-signature' | CanonicalMethod['name'];

export interface PreparedReference {
  readonly element: ElementPath | undefined;
  readonly id?: string;
  readonly type?: string;
  readonly transforms?: readonly TransformName[];
  readonly digest?: Digest;
}

export interface PreparedXmldsig {
  readonly form: 'enveloped' | 'enveloping' | 'detached';
  readonly key: string;
  readonly place: ElementPath | undefined;
  readonly references: readonly PreparedReference[];
  readonly uri: CompiledExpression | undefined;
  readonly id: CompiledExpression | undefined;
  readonly objectId: string;
  readonly prefix: string;
  readonly canonicalization: CanonicalMethod;
  readonly algorithm: SignatureAlgorithm;
  readonly digest: Digest;
  readonly keyInfo: readonly KeyInfoPart[];
  readonly numberForm: NumberForm;
  readonly subject: SubjectRule | undefined;
}

/** Signs a document, and gives the signed one (or the signature, where it is detached). */
export async function signXml(context: SecretContext, prepared: PreparedXmldsig): Promise<StepOutput> {
  const document = context.in.document ?? fail('INTERNAL', 'sign was called without its document');
  const signer = await context.signer(prepared.key);
  const problems = checkCertificate(signer.certificate, prepared.key, prepared.subject, context);
  const textOf = (name: 'uri' | 'id'): string | undefined =>
    prepared[name] && requiredText(name, prepared[name], context.variables);
  const { canonicalization, algorithm, prefix } = prepared;
  const id = textOf('id');
  const base = { prefix, id, canonicalization, algorithm, keyInfo: keyInfoOf(signer, prepared), objects: [] };
  const xml = readXmlText(document.bytes, document.name);
  const arranged = arrange({ xml, bytes: document.bytes, uri: textOf('uri') ?? '' }, base, prepared);
  const parts: SignatureParts = { ...base, objects: arranged.objects, references: arranged.references };
  const written = writeSignature(parts, arranged.around);
  const message = Buffer.from(written.signedText, 'utf8');
  const { hash } = signatures[algorithm];
  const value = await signer.signMessage(message, schemeOf(algorithm));
  return {
    documents: {
      document: {
        mediaType: 'application/xml',
        bytes: encodeXmlText(arranged.place(written.complete(value)), arranged.encoding),
      },
      text: { mediaType: 'text/plain', bytes: message },
    },
    values: {
      signature: Buffer.from(value).toString('base64'),
      certificateNumber: certificateNumber(signer.certificate, prepared.numberForm) ?? '',
      textDigest: createHash(hash).update(message).digest('hex'),
      digestValue: arranged.references[0]?.value ?? '',
    },
    problems,
  };
}

/** A certificate says the same of itself each time. */
const written = new WeakMap<PreparedXmldsig, { readonly certificate: X509Certificate; readonly keyInfo: string }>();

function keyInfoOf({ certificate, chain }: Signer, prepared: PreparedXmldsig): string {
  const known = written.get(prepared);
  if (known?.certificate === certificate) return known.keyInfo;
  const keyInfo = makeKeyInfo(certificate, chain, prepared);
  written.set(prepared, { certificate, keyInfo });
  return keyInfo;
}

function makeKeyInfo(
  certificate: X509Certificate,
  chain: readonly X509Certificate[],
  { keyInfo, prefix, numberForm, key }: PreparedXmldsig,
): string {
  const text = writeKeyInfo(certificate, chain, { parts: keyInfo, prefix, serial: numberForm });
  if (text !== undefined) return text;
  if (keyInfo.includes('keyValue') && certificate.publicKey.asymmetricKeyType !== 'rsa') {
    return fail('KEY_SCHEME', `\`keyInfo\` asks for keyValue, but the key of ${key} is no RSA key`);
  }
  const message = `The serial number ${certificate.serialNumber} of ${key} is not made of characters`;
  return fail('CERTIFICATE_NUMBER', message);
}

function schemeOf(algorithm: SignatureAlgorithm) {
  const method = signatures[algorithm];
  return method.key === 'rsa'
    ? ({ padding: 'pkcs1', hash: method.hash } as const)
    : ({ padding: 'ecdsa', hash: method.hash, encoding: 'ieee-p1363' } as const);
}
