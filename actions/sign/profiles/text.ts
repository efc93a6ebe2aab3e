import { hash } from 'node:crypto';
import type { SecretContext, StepOutput } from '../../../engine/action.ts';
import { fail } from '../../../engine/errors.ts';
import { below } from '../../../engine/source.ts';
import type { Signer } from '../../../engine/vault.ts';
import { certificateNumber, numberForms, subjectRuleSchema } from '../../lib/certificate/index.ts';
import {
  drawText,
  type FoundPlace,
  findPlace,
  hashNames,
  type Place,
  type PreparedTextSignature,
  placeSchema,
  prepareTextSignature,
  setPlace,
  type TextSignatureParameters,
} from '../../lib/text-signature/index.ts';
import { readXmlText, writeAttributes } from '../../lib/xml-text/index.ts';
import { checkCertificate } from '../certificate-check.ts';
import type { SigningProfile } from '../profile.ts';

export interface TextSigning extends TextSignatureParameters {
  readonly key: string;
}

interface Prepared extends PreparedTextSignature {
  readonly key: string;
}

/**
 * Signs a text that is drawn from the document: RSASSA-PKCS1-v1_5 over its digest, in base64, in an attribute. All other bytes of
 * the document stay as they are.
 */
export const textProfile: SigningProfile<TextSigning> = {
  summary: 'A text drawn from the document is signed, and the signature put into an attribute.',
  properties: {
    text: { type: 'string', description: 'File that describes the text: which fields, in which order.' },
    key: { type: 'string', description: 'Name of the secret (kind certificate) that signs.' },
    signature: placeSchema('Where the signature goes, in base64: /a:Root/a:Element/@Attribute.'),
    certificate: placeSchema('Where the certificate goes, DER in base64; placed before the text is drawn.'),
    certificateNumber: placeSchema('Where the number of the certificate goes; placed before the text is drawn.'),
    certificateNumberForm: {
      enum: numberForms,
      default: 'ascii',
      description: 'How the serial number is written: its bytes read as characters, or as a number.',
    },
    digest: { enum: hashNames, default: 'sha256', description: 'Digest that is signed.' },
    subject: subjectRuleSchema("Who must own the certificate; somebody else's is refused before signing."),
  },
  required: ['text', 'key', 'signature'],
  prepare(parameters, loading, at) {
    const known = loading.secret(parameters.key, 'certificate', below(at, 'key'));
    const common = prepareTextSignature(parameters, loading, at);
    if (common === undefined || !known) return undefined;
    const prepared: Prepared = { ...common, key: parameters.key };
    return { run: (context) => sign(context, prepared) };
  },
};

async function sign(context: SecretContext, prepared: Prepared): Promise<StepOutput> {
  const document = context.in.document ?? fail('INTERNAL', 'sign was called without its document');
  const xml = readXmlText(document.bytes, document.name);
  const signature = findPlace(xml, prepared.places.signature);
  const signer = await context.signer(prepared.key);
  const problems = checkCertificate(signer.certificate, prepared.key, prepared.subject, context);
  const number = numberOf(signer, prepared);
  const placed = placements(signer, number, prepared).map(({ place, value }) => ({ at: findPlace(xml, place), value }));
  const text = Buffer.from(drawText(xml, prepared.description, placed.map(overrideOf)), 'utf8');
  const digest = hash(prepared.hash, text, 'buffer');
  const value = Buffer.from(await signer.sign(digest, { padding: 'pkcs1', hash: prepared.hash })).toString('base64');
  const patches = [...placed, { at: signature, value }].map((each) => setPlace(each.at, each.value));
  return {
    documents: {
      document: { mediaType: 'application/xml', bytes: writeAttributes(xml, patches) },
      text: { mediaType: 'text/plain', bytes: text },
    },
    values: { signature: value, certificateNumber: number, textDigest: digest.toString('hex') },
    problems,
  };
}

function numberOf({ certificate }: Signer, { form, key }: Prepared): string {
  const number = certificateNumber(certificate, form);
  const message = `The serial number ${certificate.serialNumber} of ${key} is not made of characters`;
  return number ?? fail('CERTIFICATE_NUMBER', message);
}

interface Placement {
  readonly place: Place;
  readonly value: string;
}

function placements({ certificate }: Signer, number: string, prepared: Prepared): readonly Placement[] {
  const { places } = prepared;
  return [
    ...(places.certificateNumber ? [{ place: places.certificateNumber, value: number }] : []),
    ...(places.certificate ? [{ place: places.certificate, value: certificate.raw.toString('base64') }] : []),
  ];
}

/** The text is drawn as if the placed values stood in the document already. */
const overrideOf = ({ at, value }: { at: FoundPlace; value: string }) => ({
  element: at.element,
  namespace: at.place.attribute.namespace,
  local: at.place.attribute.local,
  value,
});
