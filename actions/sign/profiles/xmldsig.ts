import type { Loading } from '../../../engine/action.ts';
import { below, type Position } from '../../../engine/source.ts';
import {
  type NumberForm,
  numberForms,
  parseSubjectRule,
  type SubjectParameters,
  subjectRuleSchema,
} from '../../lib/certificate/index.ts';
import {
  type Canonicalization,
  canonicalizationNames,
  type Digest,
  digestNames,
  type ElementPath,
  type KeyInfoPart,
  keyInfoParts,
  parseElementPath,
  type SignatureAlgorithm,
  signatureNames,
} from '../../lib/xmldsig/index.ts';
import type { SigningProfile } from '../profile.ts';
import { type PreparedReference, type PreparedXmldsig, signXml, type TransformName } from './xmldsig-run.ts';

type Form = 'enveloped' | 'enveloping' | 'detached';

export interface XmldsigSigning {
  readonly key: string;
  readonly form?: Form;
  readonly namespaces?: Readonly<Record<string, string>>;
  readonly place?: string;
  readonly uri?: string;
  readonly objectId?: string;
  readonly prefix?: string;
  readonly id?: string;
  readonly canonicalization?: Canonicalization;
  readonly inclusivePrefixes?: readonly string[];
  readonly signature?: SignatureAlgorithm;
  readonly digest?: Digest;
  readonly references?: readonly ReferenceParameters[];
  readonly keyInfo?: readonly KeyInfoPart[];
  readonly certificateNumberForm?: NumberForm;
  readonly subject?: SubjectParameters;
}

interface ReferenceParameters {
  readonly element?: string;
  readonly id?: string;
  readonly type?: string;
  readonly transforms?: readonly TransformName[];
  readonly digest?: Digest;
}

const text = (description: string, more: object = {}) => ({ type: 'string', description, ...more });
const path = (description: string) => text(description, { pattern: '^/.+$' });
const digest = (description: string) => ({ enum: digestNames, description });

/** XML Signature Syntax and Processing 1.1 (W3C, 11 April 2013). */
export const xmldsigProfile: SigningProfile<XmldsigSigning> = {
  summary: 'An XML signature (XML Signature 1.1 of the W3C).',
  properties: {
    key: text('Name of the secret (kind certificate) that signs.'),
    form: {
      enum: ['enveloped', 'enveloping', 'detached'],
      default: 'enveloped',
      description:
        '`enveloped`: the signature stands in the document; `enveloping`: the document in the signature; `detached`: it stands alone.',
    },
    namespaces: {
      type: 'object',
      description: 'Prefixes that `place` and `references` use.',
      additionalProperties: text('Namespace URI.'),
    },
    place: path(
      'Element that the signature becomes the last child of: /a:Root/a:Element[last()]; without it the root.',
    ),
    uri: text('`detached`: what the reference calls the document; may be an expression.'),
    objectId: text('`enveloping`: Id of the Object with the document.', { default: 'object' }),
    prefix: text('Prefix of the elements of the signature; empty for a default namespace.', {
      default: '',
      pattern: '^([A-Za-z_][A-Za-z0-9_.-]*)?$',
    }),
    id: text('Id of the signature; may be an expression.'),
    canonicalization: {
      enum: canonicalizationNames,
      default: 'c14n',
      description: 'How SignedInfo, and what is signed, are made canonical.',
    },
    inclusivePrefixes: {
      type: 'array',
      description: 'Exclusive form: prefixes that are written where they are in scope; #default for the default one.',
      items: text('A prefix.'),
    },
    signature: {
      enum: signatureNames,
      default: 'rsa-sha256',
      description: 'Algorithm of the signature; rsa-sha1 only for an authority that takes no other.',
    },
    digest: { ...digest('Digest of what is signed.'), default: 'sha256' },
    references: {
      type: 'array',
      minItems: 1,
      description: '`enveloped`: what is signed; without it the whole document.',
      items: {
        type: 'object',
        properties: {
          element: path('Element that is signed, by its Id; without it the whole document.'),
          id: text('Id of the Reference.'),
          type: text('Type of the Reference.'),
          transforms: {
            type: 'array',
            description:
              'What is done before the digest; without it the signature is taken out and `canonicalization` done.',
            items: { enum: ['enveloped-signature', ...canonicalizationNames], description: 'A transform.' },
          },
          digest: digest('Digest of this reference; without it that of the signature.'),
        },
        additionalProperties: false,
      },
    },
    keyInfo: {
      type: 'array',
      description: 'What KeyInfo says of who signed, in this order; without it the certificate.',
      items: { enum: keyInfoParts, description: 'A part.' },
    },
    certificateNumberForm: { enum: numberForms, default: 'decimal', description: 'How the serial number is written.' },
    subject: subjectRuleSchema("Who must own the certificate; somebody else's is refused before signing."),
  },
  required: ['key'],
  prepare(parameters, loading, at) {
    const { form = 'enveloped' } = parameters;
    const known = loading.secret(parameters.key, 'certificate', below(at, 'key'));
    const subject = parameters.subject && parseSubjectRule(parameters.subject, loading, below(at, 'subject'));
    const fits = reportUnfit(parameters, form, loading, at);
    const paths = pathsOf(parameters, loading, at);
    const uri = textAt('uri', parameters, loading, at);
    const id = textAt('id', parameters, loading, at);
    if (!known || !fits || paths === undefined || (parameters.subject && !subject)) return undefined;
    if ((parameters.uri && !uri) || (parameters.id && !id)) return undefined;
    const prepared: PreparedXmldsig = {
      form,
      key: parameters.key,
      place: paths.place,
      references: paths.references,
      uri,
      id,
      objectId: parameters.objectId ?? 'object',
      prefix: parameters.prefix ?? '',
      canonicalization: { name: parameters.canonicalization ?? 'c14n', prefixes: parameters.inclusivePrefixes ?? [] },
      algorithm: parameters.signature ?? 'rsa-sha256',
      digest: parameters.digest ?? 'sha256',
      keyInfo: parameters.keyInfo ?? ['certificate'],
      numberForm: parameters.certificateNumberForm ?? 'decimal',
      subject,
    };
    return { run: (context) => signXml(context, prepared) };
  },
};

const textAt = (name: 'uri' | 'id', parameters: XmldsigSigning, loading: Loading, at: Position) =>
  parameters[name] === undefined
    ? undefined
    : loading.expression(parameters[name], below(at, name), { expects: 'string' });

/** Which members belong to which form. */
const FORMS: Readonly<Record<'place' | 'references' | 'uri' | 'objectId', Form>> = {
  place: 'enveloped',
  references: 'enveloped',
  uri: 'detached',
  objectId: 'enveloping',
};

function reportUnfit(parameters: XmldsigSigning, form: Form, loading: Loading, at: Position): boolean {
  let fits = true;
  const report = (message: string, where: Position): void => {
    loading.report('STEP_KEY_UNFIT', message, where);
    fits = false;
  };
  for (const name of ['place', 'references', 'uri', 'objectId'] as const) {
    if (parameters[name] !== undefined && FORMS[name] !== form) {
      report(`\`${name}\` belongs to a signature that is ${FORMS[name]}; this one is ${form}`, below(at, name));
    }
  }
  if (form === 'detached' && parameters.uri === undefined) {
    report('A detached signature needs `uri`: what its reference calls the document', at);
  }
  return fits;
}

function pathsOf({ namespaces = {}, place, references = [{}] }: XmldsigSigning, loading: Loading, at: Position) {
  let wrong = false;
  const pathAt = (source: string | undefined, where: Position): ElementPath | undefined => {
    const parsed = source === undefined ? undefined : parseElementPath(source, namespaces);
    if (typeof parsed !== 'string') return parsed;
    loading.report('PLACE_SYNTAX', parsed, where, 'Write it as /prefix:Element/prefix:Element.');
    wrong = true;
    return undefined;
  };
  const found = {
    place: pathAt(place, below(at, 'place')),
    references: references.map(
      ({ element, ...rest }, index): PreparedReference => ({
        ...rest,
        element: pathAt(element, below(at, 'references', index, 'element')),
      }),
    ),
  };
  return wrong ? undefined : found;
}
