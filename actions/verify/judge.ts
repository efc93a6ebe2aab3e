import { constants, verify, type X509Certificate } from 'node:crypto';
import type { PureContext } from '../../engine/action.ts';
import { fail, type ProblemCode } from '../../engine/errors.ts';
import { certificateFrom, certificateNumber } from '../lib/certificate/index.ts';
import { drawText, findPlace, type Place, placeValue } from '../lib/text-signature/index.ts';
import { readXmlText, type XmlText } from '../lib/xml-text/index.ts';
import type { PreparedVerification } from './verify.ts';

export interface Verdict {
  /** Absent when the signature holds. */
  readonly code?: ProblemCode;
  readonly reason: string;
  readonly certificate: X509Certificate | undefined;
}

/** Recomputes the text, and asks whether the signature in the document is one over it by the certificate's key. */
export function judge(context: PureContext, prepared: PreparedVerification): Verdict {
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
  { places: { certificateNumber: place }, form, subject }: PreparedVerification,
): string | undefined {
  const stated = valueAt(xml, place);
  if (place !== undefined && stated !== certificateNumber(certificate, form)) {
    return `the document names the certificate ${stated ?? '(none)'}, but the one used is ${certificateNumber(certificate, form)}`;
  }
  if (subject?.equals === undefined) return undefined;
  const expected = subject.equals.evaluate(context.variables);
  if (typeof expected !== 'string') fail('PARAMETER_ABSENT', `subject.equals (${subject.equals.source}) has no value`);
  const owner = subject.read(certificate);
  return owner === expected ? undefined : `the certificate belongs to ${owner ?? 'nobody named'}, not to ${expected}`;
}

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

function holds(text: string, signature: string, certificate: X509Certificate, hash: string): boolean {
  if (!BASE64.test(signature) || certificate.publicKey.asymmetricKeyType !== 'rsa') return false;
  const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PADDING };
  return verify(hash, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}
