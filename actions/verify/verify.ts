import { defineAction, type PureContext, type StepOutput } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import { below } from '../../engine/source.ts';
import {
  certificateNumber,
  type NumberForm,
  numberForms,
  parseSubjectRule,
  type SubjectParameters,
  type SubjectRule,
  subjectRuleSchema,
  subjectText,
} from '../lib/certificate/index.ts';
import {
  compileDescription,
  hashNames,
  preparePlaces,
  type SignatureHash,
  type SignaturePlaces,
  type TextDescription,
} from '../lib/text-signature/index.ts';
import { judge } from './judge.ts';

export interface VerifyParameters {
  readonly profile: 'text';
  readonly text: string;
  readonly signature: string;
  readonly certificate?: string;
  readonly certificateNumber?: string;
  readonly certificateNumberForm?: NumberForm;
  readonly digest?: SignatureHash;
  readonly subject?: SubjectParameters;
  readonly require?: boolean;
}

export interface PreparedVerification {
  readonly description: TextDescription;
  readonly places: SignaturePlaces;
  readonly form: NumberForm;
  readonly hash: SignatureHash;
  readonly subject: SubjectRule | undefined;
  readonly require: boolean;
}

const place = (description: string) => ({ type: 'string', pattern: '^/.+/@.+$', description });

/**
 * Says whether a signature over a text drawn from the document holds. Certificate chain, revocation and validity are not looked at:
 * whether somebody may sign is a question for the authority that issued the certificate.
 */
export const verifyAction = defineAction<VerifyParameters, PreparedVerification>({
  name: 'verify',
  summary: 'Verifies the signature of a document with the certificate in it, or with one that is given.',
  effect: 'pure',
  with: {
    type: 'object',
    properties: {
      profile: { const: 'text', description: 'The signature is over a text that is drawn from the document.' },
      text: { type: 'string', description: 'File that describes the text: which fields, in which order.' },
      signature: place('Where the signature stands, in base64: /a:Root/a:Element/@Attribute.'),
      certificate: place(
        'Where the certificate stands, DER in base64; not used when the input `certificate` is wired.',
      ),
      certificateNumber: place('Where the number of the certificate stands; another certificate is not valid then.'),
      certificateNumberForm: { enum: numberForms, default: 'ascii', description: 'How the serial number is written.' },
      digest: { enum: hashNames, default: 'sha256', description: 'Digest that was signed.' },
      subject: subjectRuleSchema("Who must own the certificate; somebody else's is not valid."),
      require: { type: 'boolean', default: false, description: 'Fail unless the signature holds.' },
    },
    required: ['profile', 'text', 'signature'],
    additionalProperties: false,
  },
  in: {
    document: { summary: 'The signed document.', mediaTypes: ['application/xml', 'text/xml'] },
    certificate: { summary: 'The certificate of the one who signed, DER or PEM.', optional: true },
  },
  out: {},
  values: {
    valid: { type: 'boolean', description: 'The signature holds, and the certificate is the one expected.' },
    reason: { type: 'string', description: 'Why it is not valid; empty when it is.' },
    certificateNumber: { type: 'string', description: 'Number of the certificate that was used.' },
    subject: { type: 'string', description: 'Who owns it: the attribute that `subject` names, or the whole subject.' },
  },
  errors: [
    'SIGNATURE_INVALID',
    'CERTIFICATE_MISSING',
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
  ],
  prepare(parameters, loading, at) {
    const description = compileDescription(parameters.text, loading, below(at, 'text'));
    const subject = parameters.subject && parseSubjectRule(parameters.subject, loading, below(at, 'subject'));
    if (description === undefined || (parameters.subject && subject === undefined)) return undefined;
    const places = preparePlaces(parameters, description, loading, at);
    if (places === undefined) return undefined;
    return {
      description,
      places,
      form: parameters.certificateNumberForm ?? 'ascii',
      hash: parameters.digest ?? 'sha256',
      subject,
      require: parameters.require ?? false,
    };
  },
  run: (context, prepared) => verify(context, prepared),
});

function verify(context: PureContext, prepared: PreparedVerification): StepOutput {
  const verdict = judge(context, prepared);
  if (prepared.require && verdict.code !== undefined)
    fail(verdict.code, `The signature is not accepted: ${verdict.reason}`);
  const { certificate } = verdict;
  const subject = certificate && (prepared.subject?.read(certificate) ?? subjectText(certificate));
  return {
    values: {
      valid: verdict.code === undefined,
      reason: verdict.reason,
      certificateNumber: (certificate && certificateNumber(certificate, prepared.form)) ?? '',
      subject: subject ?? '',
    },
  };
}
