import { defineAction } from '../../engine/action.ts';
import type { PreparedSigning } from './profile.ts';
import { type TextSigning, textProfile } from './profiles/text.ts';

export type SignParameters = { readonly profile: 'text' } & TextSigning;

/** Signs a document with a key of the vault; the first signature is kept and never made anew. */
export const signAction = defineAction<SignParameters, PreparedSigning>({
  name: 'sign',
  summary: 'Signs a document with a certificate and key of the vault.',
  effect: 'secret',
  with: {
    type: 'object',
    properties: {
      profile: { const: 'text', description: textProfile.summary },
      ...textProfile.properties,
    },
    required: ['profile', ...textProfile.required],
    additionalProperties: false,
  },
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
  ],
  prepare: (parameters, loading, at) => textProfile.prepare(parameters, loading, at),
  run: (context, prepared) => prepared.run(context),
});
