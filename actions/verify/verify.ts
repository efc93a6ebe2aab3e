import { defineAction, type PureContext, type StepOutput } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import { certificateNumber, subjectText } from '../lib/certificate/index.ts';
import { byProfile } from '../lib/profile/index.ts';
import type { PreparedVerification } from './profile.ts';
import { type TextVerifying, textProfile } from './profiles/text.ts';
import { type XmldsigVerifying, xmldsigProfile } from './profiles/xmldsig.ts';

export type VerifyParameters =
  | ({ readonly profile: 'text' } & TextVerifying)
  | ({ readonly profile: 'xmldsig' } & XmldsigVerifying);

/**
 * Says whether the signature of a document holds. Certificate chain, revocation and validity are not looked at:
 * whether somebody may sign is a question for the authority that issued the certificate.
 */
export const verifyAction = defineAction<VerifyParameters, PreparedVerification>({
  name: 'verify',
  summary: 'Verifies the signature of a document with the certificate in it, or with one that is given.',
  effect: 'pure',
  with: byProfile({ text: textProfile, xmldsig: xmldsigProfile }),
  in: {
    document: { summary: 'The signed document.', mediaTypes: ['application/xml', 'text/xml'] },
    certificate: { summary: 'The certificate of the one who signed, DER or PEM.', optional: true },
    content: { summary: '`xmldsig`: what a detached signature signs.', optional: true },
  },
  out: {
    signed: {
      summary:
        '`xmldsig`, when it holds: what was signed, in canonical form. Nothing else of the document may be relied on.',
      mediaTypes: ['application/xml'],
      optional: true,
    },
  },
  values: {
    valid: { type: 'boolean', description: 'The signature holds, and the certificate is the one expected.' },
    reason: { type: 'string', description: 'Why it is not valid; empty when it is.' },
    certificateNumber: { type: 'string', description: 'Number of the certificate that was used.' },
    subject: { type: 'string', description: 'Who owns it: the attribute that `subject` names, or the whole subject.' },
  },
  errors: [
    'SIGNATURE_INVALID',
    'SIGNATURE_UNSAFE',
    'SIGNER_UNSAID',
    'CERTIFICATE_MISSING',
    'CERTIFICATE_UNREADABLE',
    'SIGNATURE_MISSING',
    'SIGNATURE_PLACE',
    'PLACE_SYNTAX',
    'TEXT_DESCRIPTION',
    'PARAMETER_ABSENT',
    'XML_MALFORMED',
    'XML_DOCTYPE',
  ],
  examples: [
    {
      title: 'A document without a signature is not valid',
      step: `id: verified
uses: verify
with: { profile: text, text: mappings/text.yaml, signature: /Invoice/@Seal, certificate: /Invoice/@Certificate }
`,
      files: { 'mappings/text.yaml': 'root: Invoice\nbefore: "|"\nelements:\n  Invoice:\n    - attributes: Number\n' },
      in: { document: { mediaType: 'application/xml', content: '<Invoice Number="1"/>' } },
      expect: { values: { valid: false, reason: 'the document has no signature', certificateNumber: '', subject: '' } },
    },
    {
      title: 'An XML signature over one element, by a certificate whose owner is known, with SHA-1 where it must be',
      step: `id: verified
uses: verify
with:
  profile: xmldsig
  namespaces: { a: urn:example }
  place: /a:Document
  covers: /a:Document/a:Data
  signature: [rsa-sha1, rsa-sha256]
  digest: [sha1, sha256]
  subject: { oid: 2.5.4.45, until: /, equals: EKU9003173C9 }
`,
      in: {
        document: {
          mediaType: 'application/xml',
          content: '<Document xmlns="urn:example"><Data Id="D1">1</Data></Document>',
        },
      },
      expect: {
        values: {
          valid: false,
          reason: 'the document has no signature',
          certificateNumber: '',
          subject: '',
          signed: [],
        },
      },
    },
  ],
  outputs: ({ profile }) => ({
    values:
      profile === 'xmldsig'
        ? { signed: { type: 'array', items: { type: 'string' }, description: 'Paths of what was signed.' } }
        : {},
  }),
  prepare: (parameters, loading, at) =>
    parameters.profile === 'text'
      ? textProfile.prepare(parameters, loading, at)
      : xmldsigProfile.prepare(parameters, loading, at),
  run: (context, prepared) => verify(context, prepared),
});

function verify(context: PureContext, prepared: PreparedVerification): StepOutput {
  const verdict = prepared.judge(context);
  if (prepared.require && verdict.code !== undefined)
    fail(verdict.code, `The signature is not accepted: ${verdict.reason}`);
  const { certificate, documents } = verdict;
  const subject = certificate && (prepared.subject?.read(certificate) ?? subjectText(certificate));
  return {
    ...(documents === undefined ? {} : { documents }),
    values: {
      valid: verdict.code === undefined,
      reason: verdict.reason,
      certificateNumber: (certificate && certificateNumber(certificate, prepared.form)) ?? '',
      subject: subject ?? '',
      ...verdict.values,
    },
  };
}
