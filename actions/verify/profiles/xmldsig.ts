import type { X509Certificate } from 'node:crypto';
import type { Loading, PureContext } from '../../../engine/action.ts';
import { fail } from '../../../engine/errors.ts';
import { below, type Position } from '../../../engine/source.ts';
import {
  certificateFrom,
  type NumberForm,
  numberForms,
  parseSubjectRule,
  type SubjectParameters,
  subjectRuleSchema,
} from '../../lib/certificate/index.ts';
import { readXmlText } from '../../lib/xml-text/index.ts';
import {
  type Digest,
  digestNames,
  type ElementPath,
  type Expectations,
  parseElementPath,
  type SignatureAlgorithm,
  signatureNames,
  verifyXmlSignature,
} from '../../lib/xmldsig/index.ts';
import { otherOwner } from '../owner.ts';
import type { PreparedVerification, Verdict, VerifyingProfile } from '../profile.ts';

export interface XmldsigVerifying {
  readonly namespaces?: Readonly<Record<string, string>>;
  readonly place?: string;
  readonly covers?: string;
  readonly certificate?: string;
  readonly signature?: readonly SignatureAlgorithm[];
  readonly digest?: readonly Digest[];
  readonly certificateNumberForm?: NumberForm;
  readonly subject?: SubjectParameters;
  readonly require?: boolean;
}

type Prepared = Omit<Expectations, 'content'> & Pick<PreparedVerification, 'subject'>;

const path = (description: string) => ({ type: 'string', pattern: '^/.+$', description });

/** XML Signature Syntax and Processing 1.1 (W3C, 11 April 2013), narrowed to what cannot be read in two ways. */
export const xmldsigProfile: VerifyingProfile<XmldsigVerifying> = {
  summary: 'An XML signature (XML Signature 1.1 of the W3C), by a certificate that is given or whose owner is.',
  properties: {
    namespaces: {
      type: 'object',
      description: 'Prefixes that `place` and `covers` use.',
      additionalProperties: { type: 'string', description: 'Namespace URI.' },
    },
    place: path('Element that has the signature as its child; without it the document has no other signature.'),
    covers: path('Element that must be signed with all that is in it: /a:Root/a:Element; without it the root.'),
    certificate: {
      type: 'string',
      description: 'File of the feature (PEM): the certificate of the one who must have signed.',
    },
    signature: {
      type: 'array',
      minItems: 1,
      description: 'Algorithms that are accepted; without it all but rsa-sha1.',
      items: { enum: signatureNames, description: 'An algorithm.' },
    },
    digest: {
      type: 'array',
      minItems: 1,
      description: 'Digests that are accepted; without it all but sha1.',
      items: { enum: digestNames, description: 'A digest.' },
    },
    certificateNumberForm: { enum: numberForms, default: 'decimal', description: 'How the serial number is written.' },
    subject: subjectRuleSchema("Who must own the certificate; somebody else's is not valid."),
    require: { type: 'boolean', default: false, description: 'Fail unless the signature holds.' },
  },
  required: [],
  prepare(parameters, loading, at) {
    const { namespaces = {}, place, covers } = parameters;
    const subject = parameters.subject && parseSubjectRule(parameters.subject, loading, below(at, 'subject'));
    const placed = pathAt(place, namespaces, loading, below(at, 'place'));
    const covered = pathAt(covers, namespaces, loading, below(at, 'covers'));
    const certificate = certificateAt(parameters.certificate, loading, below(at, 'certificate'));
    const pinned = certificate !== undefined || Object.hasOwn(loading.inputs, 'certificate');
    if (parameters.certificate === undefined && !pinned && subject?.equals === undefined) {
      loading.report('SIGNER_UNSAID', 'Anybody could have made a signature that names its own certificate', at);
      return undefined;
    }
    if ((parameters.subject && !subject) || (place && !placed) || (covers && !covered)) return undefined;
    if (parameters.certificate !== undefined && certificate === undefined) return undefined;
    const prepared: Prepared = {
      place: placed,
      covers: covered,
      certificate,
      algorithms: parameters.signature ?? signatureNames.filter((name) => name !== 'rsa-sha1'),
      digests: parameters.digest ?? digestNames.filter((name) => name !== 'sha1'),
      subject,
    };
    return {
      form: parameters.certificateNumberForm ?? 'decimal',
      subject,
      require: parameters.require ?? false,
      judge: (context) => judge(context, prepared),
    };
  },
};

function pathAt(
  source: string | undefined,
  namespaces: Readonly<Record<string, string>>,
  loading: Loading,
  at: Position,
): ElementPath | undefined {
  const parsed = source === undefined ? undefined : parseElementPath(source, namespaces);
  if (typeof parsed !== 'string') return parsed;
  loading.report('PLACE_SYNTAX', parsed, at, 'Write it as /prefix:Element/prefix:Element.');
  return undefined;
}

function certificateAt(path: string | undefined, loading: Loading, at: Position): X509Certificate | undefined {
  const text = path === undefined ? undefined : loading.text(path, at);
  const certificate = text === undefined ? undefined : certificateFrom(text);
  if (text !== undefined && certificate === undefined) {
    loading.report('CERTIFICATE_UNREADABLE', `${path} is not a certificate in PEM`, at);
  }
  return certificate;
}

function judge(context: PureContext, { subject, ...expectations }: Prepared): Verdict {
  const document = context.in.document ?? fail('INTERNAL', 'verify was called without its document');
  const given = context.in.certificate;
  const certificate = given === undefined ? expectations.certificate : certificateFrom(given.bytes);
  if (given !== undefined && certificate === undefined) {
    const reason = 'the certificate that is given cannot be read';
    return { code: 'CERTIFICATE_MISSING', reason, certificate, values: { signed: [] } };
  }
  const xml = readXmlText(document.bytes, document.name);
  const found = verifyXmlSignature(xml, { ...expectations, certificate, content: context.in.content?.bytes });
  const stranger = found.code === undefined && found.certificate && otherOwner(found.certificate, subject, context);
  if (stranger) {
    return { code: 'SIGNATURE_INVALID', reason: stranger, certificate: found.certificate, values: { signed: [] } };
  }
  const { code, reason, signed, octets } = found;
  return {
    ...(code === undefined ? {} : { code }),
    reason,
    certificate: found.certificate,
    values: { signed },
    ...(octets === undefined ? {} : { documents: { signed: { mediaType: 'application/xml', bytes: octets } } }),
  };
}
