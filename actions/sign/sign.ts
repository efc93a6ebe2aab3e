import { defineAction } from '../../engine/action.ts';
import { byProfile } from '../lib/profile/index.ts';
import type { PreparedSigning } from './profile.ts';
import { type TextSigning, textProfile } from './profiles/text.ts';
import { type XmldsigSigning, xmldsigProfile } from './profiles/xmldsig.ts';

export type SignParameters =
  | ({ readonly profile: 'text' } & TextSigning)
  | ({ readonly profile: 'xmldsig' } & XmldsigSigning);

/** Signs a document with a key of the vault; the first signature is kept and never made anew. */
export const signAction = defineAction<SignParameters, PreparedSigning>({
  name: 'sign',
  summary: 'Signs a document with a certificate and key of the vault.',
  effect: 'secret',
  with: byProfile({ text: textProfile, xmldsig: xmldsigProfile }),
  in: { document: { summary: 'What is signed.', mediaTypes: ['application/xml', 'text/xml'] } },
  out: {
    document: { summary: 'The signed document.', mediaTypes: ['application/xml'] },
    text: { summary: 'The text that was signed.', mediaTypes: ['text/plain'] },
  },
  values: {
    signature: { type: 'string', description: 'The signature in base64.' },
    certificateNumber: { type: 'string', description: 'The number of the certificate that signed.' },
    textDigest: { type: 'string', description: 'The digest that was signed, in hexadecimal.' },
  },
  errors: [
    'CERTIFICATE_EXPIRED',
    'CERTIFICATE_NOT_YET_VALID',
    'CERTIFICATE_EXPIRES_SOON',
    'CERTIFICATE_OTHER_SUBJECT',
    'CERTIFICATE_NUMBER',
    'KEY_SCHEME',
    'PARAMETER_ABSENT',
    'PLACE_SYNTAX',
    'SIGNATURE_PLACE',
    'STEP_KEY_UNFIT',
    'TEXT_DESCRIPTION',
    'XML_MALFORMED',
    'XML_DOCTYPE',
  ],
  examples: [
    {
      title: 'Seal a document: the text is drawn from three attributes',
      step: `id: sealed
uses: sign
with:
  profile: text
  text: mappings/text.yaml
  key: seal
  signature: /Invoice/@Seal
  certificateNumber: /Invoice/@CertificateNumber
`,
      files: {
        'mappings/text.yaml': `text: what the seal signs
start: "|"
before: "|"
end: "||"
root: Invoice
elements:
  Invoice:
    - attributes: Number CertificateNumber Note?
`,
      },
      in: { document: { mediaType: 'application/xml', content: '<Invoice Number="1" Seal=""/>' } },
      expect: {},
    },
    {
      title: 'An XML signature of the whole document, as its last child',
      step: `id: signed
uses: sign
with:
  profile: xmldsig
  key: seal
  canonicalization: exc-c14n
  signature: rsa-sha256
  keyInfo: [issuerSerial, certificate]
`,
      in: { document: { mediaType: 'application/xml', content: '<Request Number="1"/>' } },
      expect: {},
    },
    {
      title: 'An element is signed by its Id, with SHA-1, because the authority takes no other',
      step: `id: signed
uses: sign
with:
  profile: xmldsig
  key: seal
  namespaces: { a: urn:example }
  place: /a:Document
  signature: rsa-sha1
  digest: sha1
  references:
    - element: /a:Document/a:Data
      transforms: [enveloped-signature, c14n]
`,
      in: {
        document: {
          mediaType: 'application/xml',
          content: '<Document xmlns="urn:example"><Data Id="D1">1</Data></Document>',
        },
      },
      expect: {},
    },
  ],
  outputs: ({ profile }) => ({
    values:
      profile === 'xmldsig'
        ? { digestValue: { type: 'string', description: 'The first DigestValue of the signature, in base64.' } }
        : {},
  }),
  prepare: (parameters, loading, at) =>
    parameters.profile === 'text'
      ? textProfile.prepare(parameters, loading, at)
      : xmldsigProfile.prepare(parameters, loading, at),
  run: (context, prepared) => prepared.run(context),
});
