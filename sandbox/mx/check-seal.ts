import { verify, type X509Certificate } from 'node:crypto';
import { childOf, type XmlElement } from '../read-xml.ts';
import { cadenaOriginal } from './cadena-original.ts';
import type { Refusal } from './incidencias.ts';
import { instantsOf } from './mexican-time.ts';
import { type IssuerCertificate, readCertificate } from './read-certificate.ts';

export interface SealRules {
  readonly now: number;
  /** Authorities that may issue a CSD; any may when left out. */
  readonly authorities?: readonly X509Certificate[];
  /** Certificate numbers that SAT's list of obligated taxpayers (LCO) holds as revoked. */
  readonly revoked: ReadonlySet<string>;
}

/** Certificado, NoCertificado and Sello: who issued the document, and whether it is what they sealed. */
export function checkSeal(comprobante: XmlElement, rules: SealRules): Refusal | undefined {
  const certificate = certificateIn(comprobante);
  if (!certificate) return { reason: 'malformed', detail: 'Certificado no es un certificado X.509' };
  return checkCertificate(comprobante, certificate, rules) ?? checkSello(comprobante, certificate);
}

function certificateIn(comprobante: XmlElement): IssuerCertificate | undefined {
  try {
    return readCertificate(comprobante.attributes.get('Certificado') ?? '');
  } catch {
    return undefined;
  }
}

function checkCertificate(
  comprobante: XmlElement,
  certificate: IssuerCertificate,
  { now, authorities, revoked }: SealRules,
): Refusal | undefined {
  const { number, rfc, notBefore, notAfter, isCsd, isIssuedBy } = certificate;
  if (authorities && !authorities.some(isIssuedBy)) return { reason: 'untrusted', detail: number };
  if (!isCsd) return { reason: 'notCsd', detail: number };
  const written = comprobante.attributes.get('NoCertificado');
  if (written !== number) return { reason: 'certificateNumber', detail: `${written}, el certificado es ${number}` };
  const emisor = childOf(comprobante, 'Emisor')?.attributes.get('Rfc');
  if (emisor !== rfc) return { reason: 'issuer', detail: `Emisor ${emisor}, certificado de ${rfc}` };
  if (revoked.has(number)) return { reason: 'revoked', detail: `${number} está revocado` };
  if (now > notAfter) return { reason: 'revoked', detail: `${number} venció ${new Date(notAfter).toISOString()}` };
  const { earliest, latest } = instantsOf(comprobante.attributes.get('Fecha') ?? '');
  if (latest < notBefore || earliest > notAfter) return { reason: 'validity', detail: number };
  return undefined;
}

/** Anexo 20, section I.B: RSA with SHA-256 over the UTF-8 bytes of the cadena original. */
function checkSello(comprobante: XmlElement, { publicKey }: IssuerCertificate): Refusal | undefined {
  const sello = Buffer.from(comprobante.attributes.get('Sello') ?? '', 'base64');
  const cadena = cadenaOriginal(comprobante);
  return verify('sha256', Buffer.from(cadena), publicKey, sello) ? undefined : { reason: 'seal', detail: cadena };
}
