import { SignedXml } from 'xml-crypto';
import type { Pac, TestTaxpayer } from '../../../sandbox/index.ts';
import { descendantsOf, readXml } from '../../../sandbox/read-xml.ts';
import { centralTime, issuer } from './invoice.ts';

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const CANCEL = 'http://facturacion.finkok.com/cancel';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

export interface CancelacionParts {
  readonly uuid: string;
  readonly motivo?: string;
  readonly folioSustitucion?: string;
  readonly taxpayer?: TestTaxpayer;
  readonly rfcEmisor?: string;
  /** Changes of the text before it is signed. */
  readonly before?: (xml: string) => string;
  /** Algorithms; those that SAT wants when left out. */
  readonly signatureAlgorithm?: string;
  readonly digestAlgorithm?: string;
}

/** A Cancelacion, signed by xml-crypto. */
export function signedCancelacion(parts: CancelacionParts): string {
  const { uuid, motivo = '02', folioSustitucion, taxpayer = issuer, before = (xml) => xml } = parts;
  const substitute = folioSustitucion === undefined ? '' : ` FolioSustitucion="${folioSustitucion}"`;
  const xml = before(
    `<Cancelacion xmlns="http://cancelacfd.sat.gob.mx" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" RfcEmisor="${parts.rfcEmisor ?? taxpayer.rfc}" Fecha="${centralTime(0)}"><Folios><Folio UUID="${uuid}" Motivo="${motivo}"${substitute}/></Folios></Cancelacion>`,
  );
  const signer = new SignedXml({
    privateKey: taxpayer.privateKeyPem,
    signatureAlgorithm: parts.signatureAlgorithm ?? `${DSIG}rsa-sha1`,
    canonicalizationAlgorithm: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
    getKeyInfoContent: () =>
      `<X509Data><X509IssuerSerial><X509IssuerName>CN=AC SANDBOX</X509IssuerName><X509SerialNumber>${taxpayer.certificateNumber}</X509SerialNumber></X509IssuerSerial><X509Certificate>${taxpayer.certificateDer.toString('base64')}</X509Certificate></X509Data>`,
  });
  signer.addReference({
    xpath: '/*',
    transforms: [`${DSIG}enveloped-signature`],
    digestAlgorithm: parts.digestAlgorithm ?? `${DSIG}sha1`,
    uri: '',
    isEmptyUri: true,
  });
  signer.computeSignature(xml);
  return signer.getSignedXml();
}

/** Calls an operation of Finkok's service for cancelling. */
export function callCancel(pac: Pac, operation: string, members: Readonly<Record<string, string>>): Promise<Response> {
  const given: Record<string, string> = { username: 'user', password: 'secret', ...members };
  const written = Object.entries(given).map(([name, value]) => `<c:${name}>${escaped(value)}</c:${name}>`);
  return fetch(`${pac.url}/servicios/soap/cancel`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${operation}"` },
    body: `<e:Envelope xmlns:e="${SOAP}" xmlns:c="${CANCEL}"><e:Body><c:${operation}>${written.join('')}</c:${operation}></e:Body></e:Envelope>`,
    signal: AbortSignal.timeout(2000),
  });
}

export interface Acknowledged {
  readonly folios: readonly (readonly [uuid: string, estatus: string])[];
  readonly acuse: string;
  readonly rfcEmisor: string | undefined;
  readonly codEstatus: string | undefined;
}

export async function cancelSigned(pac: Pac, cancelacion: string, password = 'secret'): Promise<Acknowledged> {
  const xml = Buffer.from(cancelacion).toString('base64');
  return readAcknowledged(await (await callCancel(pac, 'cancel_signature', { xml, password })).text());
}

function readAcknowledged(text: string): Acknowledged {
  const views = readXml(text).children[0]?.children[0]?.children[0]?.children ?? [];
  const find = (name: string) => views.find((child) => child.name === name);
  const folios = find('Folios')?.children ?? [];
  return {
    folios: folios.map((folio) => [
      descendantsOf(folio, 'UUID')[0]?.text ?? '',
      descendantsOf(folio, 'EstatusUUID')[0]?.text ?? '',
    ]),
    acuse: find('Acuse')?.text ?? '',
    rfcEmisor: find('RfcEmisor')?.text,
    codEstatus: find('CodEstatus')?.text,
  };
}

/** SAT's answer, by `get_sat_status` or by SAT's own service: [CodigoEstatus, EsCancelable, Estado, EstatusCancelacion]. */
export function readStatus(text: string): string[] {
  const result = readXml(text).children[0]?.children[0]?.children[0];
  const sat = result?.children.find(({ name }) => name === 'sat') ?? result;
  return sat?.children.map((child) => child.text) ?? [];
}

export async function askStatus(
  pac: Pac,
  uuid: string,
  total = '307.40',
  receptor = 'ICV060329BY0',
): Promise<string[]> {
  const members = { taxpayer_id: issuer.rfc, rtaxpayer_id: receptor, uuid, total };
  return readStatus(await (await callCancel(pac, 'get_sat_status', members)).text());
}

export async function consulta(pac: Pac, expression: string): Promise<string> {
  const response = await fetch(`${pac.url}/ConsultaCFDIService.svc`, {
    method: 'POST',
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: 'http://tempuri.org/IConsultaCFDIService/Consulta',
    },
    body: `<s:Envelope xmlns:s="${SOAP}"><s:Body><c:Consulta xmlns:c="http://tempuri.org/"><c:expresionImpresa>${escaped(expression)}</c:expresionImpresa></c:Consulta></s:Body></s:Envelope>`,
  });
  return response.text();
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
