import { childrenOf, NotXml, readXml, type XmlElement } from '../../read-xml.ts';
import type { AuthorityOptions } from '../authority.ts';
import type { Refusal } from '../incidencias.ts';
import type { IssuerCertificate } from '../read-certificate.ts';
import { checkSignature } from './check-signature.ts';

export const CANCELA_NAMESPACE = 'http://cancelacfd.sat.gob.mx';

/** What a taxpayer asks of SAT. */
export interface Cancellation {
  readonly rfcEmisor: string;
  readonly folios: readonly Folio[];
}

export interface Folio {
  readonly uuid: string;
  readonly motivo: string;
  /** Empty when there is none: an empty attribute says nothing. */
  readonly folioSustitucion: string;
}

/** A Cancelacion (Anexo 20, section II.D) whose signature holds and is the issuer's, or why SAT does not take it. */
export function readCancellation(bytes: Buffer, authority: AuthorityOptions): Cancellation | Refusal {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return check(text, readXml(text), authority);
  } catch (error) {
    if (error instanceof NotXml || error instanceof TypeError) return { reason: 'malformed', detail: error.message };
    throw error;
  }
}

function check(text: string, root: XmlElement, authority: AuthorityOptions): Cancellation | Refusal {
  const wrong = wrongForm(root);
  if (wrong !== undefined) return { reason: 'malformed', detail: wrong };
  const rfcEmisor = root.attributes.get('RfcEmisor') ?? '';
  const signature = checkSignature(text, root);
  if ('wrong' in signature) return { reason: 'seal', detail: signature.wrong };
  const refusal = checkCertificate(signature.certificate, rfcEmisor, authority);
  return refusal ?? { rfcEmisor, folios: foliosIn(root).map(readFolio) };
}

const foliosIn = (root: XmlElement): readonly XmlElement[] =>
  childrenOf(root, 'Folios').flatMap((folios) => childrenOf(folios, 'Folio'));

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function wrongForm(root: XmlElement): string | undefined {
  const { namespace, name, attributes } = root;
  if (namespace !== CANCELA_NAMESPACE || name !== 'Cancelacion') return `{${namespace}}${name} no es una Cancelacion`;
  const fecha = attributes.get('Fecha') ?? '';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(fecha) || Number.isNaN(Date.parse(fecha))) return `Fecha ${fecha}`;
  if (!/^[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}$/.test(attributes.get('RfcEmisor') ?? '')) return 'RfcEmisor';
  const folios = foliosIn(root);
  if (folios.length === 0) return 'No hay Folio';
  const bad = folios.find((folio) => !UUID.test(folio.attributes.get('UUID') ?? ''));
  return bad && `UUID ${bad.attributes.get('UUID')}`;
}

function readFolio({ attributes }: XmlElement): Folio {
  const at = (name: string): string => attributes.get(name) ?? '';
  return {
    uuid: at('UUID').toUpperCase(),
    motivo: at('Motivo'),
    folioSustitucion: at('FolioSustitucion').toUpperCase(),
  };
}

function checkCertificate(
  { number, rfc, notBefore, notAfter, isCsd, isIssuedBy }: IssuerCertificate,
  rfcEmisor: string,
  { rules, now }: AuthorityOptions,
): Refusal | undefined {
  const at = now().getTime();
  const { authorities, revoked } = rules;
  if (authorities && !authorities.some(isIssuedBy)) return { reason: 'untrusted', detail: number };
  if (!isCsd) return { reason: 'cancellationCertificate', detail: number };
  if (rfc !== rfcEmisor) return { reason: 'issuer', detail: `RfcEmisor ${rfcEmisor}, certificado de ${rfc}` };
  if (revoked.has(number) || at > notAfter) return { reason: 'revoked', detail: number };
  return at < notBefore ? { reason: 'validity', detail: number } : undefined;
}
