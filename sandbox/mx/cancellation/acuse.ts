import { createHash, createHmac, randomBytes } from 'node:crypto';
import { centralTime } from '../mexican-time.ts';
import { C14N_10, DSIG_NAMESPACE } from './canonical-xml.ts';
import { CANCELA_NAMESPACE } from './read-cancellation.ts';

export interface AcuseContent {
  readonly rfcEmisor: string;
  readonly at: Date;
  readonly folios: readonly { readonly uuid: string; readonly code: string }[];
}

/** SAT seals receipts with a key that only SAT has; so does each process of the sandbox. */
const key = randomBytes(64);

/**
 * SAT's receipt as Finkok hands it on: a SOAP envelope with a CancelaCFDResponse, sealed with HMAC-SHA512 over all but the
 * Signature. The texts are written in their canonical form, so that digest and seal are those of a real one.
 */
export function writeAcuse({ rfcEmisor, at, folios }: AcuseContent): string {
  const listed = folios.map(({ uuid, code }) => `<UUID>${uuid}</UUID><EstatusUUID>${code}</EstatusUUID>`).join('');
  const rfc = rfcEmisor.replaceAll('&', '&amp;');
  const head =
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body xmlns:xsd="http://www.w3.org/2001/XMLSchema"' +
    ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><CancelaCFDResponse xmlns="${CANCELA_NAMESPACE}">` +
    `<CancelaCFDResult Fecha="${centralTime(at)}" RfcEmisor="${rfc}"><Folios>${listed}</Folios>`;
  const tail = '</CancelaCFDResult></CancelaCFDResponse></s:Body></s:Envelope>';
  return `${head}${signatureOver(head + tail)}${tail}`;
}

function signatureOver(content: string): string {
  const digest = createHash('sha512').update(content).digest('base64');
  const members =
    `<CanonicalizationMethod Algorithm="${C14N_10}"></CanonicalizationMethod>` +
    '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha512"></SignatureMethod>' +
    '<Reference URI=""><Transforms><Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">' +
    "<XPath>not(ancestor-or-self::*[local-name()='Signature'])</XPath></Transform></Transforms>" +
    '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"></DigestMethod>' +
    `<DigestValue>${digest}</DigestValue></Reference>`;
  const value = createHmac('sha512', key).update(inScope(members)).digest('base64');
  return (
    `<Signature xmlns="${DSIG_NAMESPACE}" Id="SelloSAT"><SignedInfo>${members}</SignedInfo>` +
    `<SignatureValue>${value}</SignatureValue><KeyInfo><KeyName>SANDBOX</KeyName></KeyInfo></Signature>`
  );
}

/** SignedInfo by itself declares all namespaces that are in scope where it stands. */
const inScope = (members: string): string =>
  `<SignedInfo xmlns="${DSIG_NAMESPACE}" xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"` +
  ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  `${members}</SignedInfo>`;
