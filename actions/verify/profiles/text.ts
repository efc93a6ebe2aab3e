import { constants, verify, type X509Certificate } from 'node:crypto';
import type { PureContext } from '../../../engine/action.ts';
import { fail, type ProblemCode } from '../../../engine/errors.ts';
import { certificateFrom, certificateNumber, numberForms, subjectRuleSchema } from '../../lib/certificate/index.ts';
import {
  drawText,
  findPlace,
  hashNames,
  type Place,
  type PreparedTextSignature,
  placeSchema,
  placeValue,
  prepareTextSignature,
  type TextSignatureParameters,
} from '../../lib/text-signature/index.ts';
import { readXmlText, type XmlText } from '../../lib/xml-text/index.ts';
import { otherOwner } from '../owner.ts';
import type { Verdict, VerifyingProfile } from '../profile.ts';

export interface TextVerifying extends TextSignatureParameters {
  readonly require?: boolean;
}

/** A signature over a text that is drawn from the document. */
export const textProfile: VerifyingProfile<TextVerifying> = {
  summary: 'The signature is over a text that is drawn from the document.',
  properties: {
    text: { type: 'string', description: 'File that describes the text: which fields, in which order.' },
    signature: placeSchema('Where the signature stands, in base64: /a:Root/a:Element/@Attribute.'),
    certificate: placeSchema(
      'Where the certificate stands, DER in base64; not used when the input `certificate` is wired.',
    ),
    certificateNumber: placeSchema(
      'Where the number of the certificate stands; another certificate is not valid then.',
    ),
    certificateNumberForm: { enum: numberForms, default: 'ascii', description: 'How the serial number is written.' },
    digest: { enum: hashNames, default: 'sha256', description: 'Digest that was signed.' },
    subject: subjectRuleSchema("Who must own the certificate; somebody else's is not valid."),
    require: { type: 'boolean', default: false, description: 'Fail unless the signature holds.' },
  },
  required: ['text', 'signature'],
  prepare(parameters, loading, at) {
    const prepared = prepareTextSignature(parameters, loading, at);
    if (prepared === undefined) return undefined;
    const { form, subject } = prepared;
    return { form, subject, require: parameters.require ?? false, judge: (context) => judge(context, prepared) };
  },
};

/** Recomputes the text, and asks whether the signature in the document is one over it by the certificate's key. */
function judge(context: PureContext, prepared: PreparedTextSignature): Verdict {
  const document = context.in.document ?? fail('INTERNAL', 'verify was called without its document');
  const xml = readXmlText(document.bytes, document.name);
  const certificate = certificateOf(context, xml, prepared.places.certificate);
  const refused = (code: ProblemCode, reason: string): Verdict => ({ code, reason, certificate });
  const signature = valueAt(xml, prepared.places.signature);
  if (signature === undefined) return refused('SIGNATURE_MISSING', 'the document has no signature');
  if (certificate === undefined) return refused('CERTIFICATE_MISSING', 'there is no certificate that can be read');
  const stranger = otherCertificate(context, xml, certificate, prepared);
  if (stranger !== undefined) return refused('SIGNATURE_INVALID', stranger);
  if (!holds(drawText(xml, prepared.description), signature, certificate, prepared.hash)) {
    return refused('SIGNATURE_INVALID', 'the signature does not fit the text of the document');
  }
  return { reason: '', certificate };
}

function valueAt(xml: XmlText, place: Place | undefined): string | undefined {
  return place && placeValue(xml, findPlace(xml, place));
}

function certificateOf(context: PureContext, xml: XmlText, place: Place | undefined): X509Certificate | undefined {
  const given = context.in.certificate;
  if (given !== undefined) return certificateFrom(given.bytes);
  const embedded = valueAt(xml, place);
  return embedded === undefined ? undefined : certificateFrom(embedded);
}

function otherCertificate(
  context: PureContext,
  xml: XmlText,
  certificate: X509Certificate,
  { places: { certificateNumber: place }, form, subject }: PreparedTextSignature,
): string | undefined {
  const stated = valueAt(xml, place);
  if (place !== undefined && stated !== certificateNumber(certificate, form)) {
    return `the document names the certificate ${stated ?? '(none)'}, but the one used is ${certificateNumber(certificate, form)}`;
  }
  return otherOwner(certificate, subject, context);
}

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

function holds(text: string, signature: string, certificate: X509Certificate, hash: string): boolean {
  if (!BASE64.test(signature) || certificate.publicKey.asymmetricKeyType !== 'rsa') return false;
  const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PADDING };
  return verify(hash, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}
