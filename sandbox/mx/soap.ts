import { create } from 'xmlbuilder2';
import type { LedgerEntry } from './ledger.ts';
import { childOf, NotXml, readXml } from './read-xml.ts';

/** Finkok's two namespaces: the operations', and that of the types in their answers. */
export const STAMP_NAMESPACE = 'http://facturacion.finkok.com/stamp';
export const VIEWS_NAMESPACE = 'apps.services.soap.core.views';
const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';

export type Operation = 'stamp' | 'stamped';

export interface StampRequest {
  readonly operation: Operation;
  /** The document, still base64. */
  readonly xml: string;
  readonly username: string;
  readonly password: string;
}

/**
 * A SOAP 1.1 request for `stamp` or `stamped`.
 *
 * @throws NotXml when it is no such request: the server answers with a SOAP Fault
 */
export function readRequest(text: string): StampRequest {
  const envelope = readXml(text);
  if (envelope.name !== 'Envelope' || envelope.namespace !== SOAP_11) throw new NotXml('This is no SOAP 1.1 envelope');
  const [call] = childOf(envelope, 'Body')?.children ?? [];
  if (call?.namespace !== STAMP_NAMESPACE || (call.name !== 'stamp' && call.name !== 'stamped')) {
    throw new NotXml(`There is no operation ${call ? `{${call.namespace}}${call.name}` : 'in an empty Body'}`);
  }
  const [xml, username, password] = ['xml', 'username', 'password'].map((name) => childOf(call, name)?.text);
  if (xml === undefined || username === undefined || password === undefined) {
    throw new NotXml(`${call.name} takes xml, username and password of its own namespace`);
  }
  return { operation: call.name, xml, username, password };
}

/** One Incidencia: the reason that an answer gives. */
export interface Incidencia {
  readonly code: string;
  readonly message: string;
  readonly extraInfo?: string;
}

/** What an answer says of a stamp; Finkok leaves out what it does not know. */
export interface Acuse {
  readonly stamp?: Pick<LedgerEntry, 'uuid' | 'document'> & {
    fecha: string;
    satSeal: string;
    noCertificadoSat: string;
  };
  readonly codEstatus?: string;
  readonly incidencias?: readonly Incidencia[];
  /** Mexican central time, for FechaRegistro. */
  readonly at: string;
}

/** `stampResponse` or `stampedResponse`: AcuseRecepcionCFDI in the order that Finkok writes it. */
export function writeAcuse(operation: Operation, { stamp, codEstatus, incidencias = [], at }: Acuse): string {
  return envelope((body) => {
    const result = body.ele(`tns:${operation}Response`).ele(`tns:${operation}Result`);
    write(result, { 's0:xml': stamp?.document ?? '', 's0:UUID': stamp?.uuid, 's0:Fecha': stamp?.fecha });
    write(result, { 's0:CodEstatus': codEstatus, 's0:SatSeal': stamp?.satSeal });
    const list = result.ele('s0:Incidencias');
    for (const incidencia of incidencias) writeIncidencia(list.ele('s0:Incidencia'), incidencia, at);
    write(result, { 's0:NoCertificadoSAT': stamp?.noCertificadoSat });
  });
}

/** A SOAP 1.1 Fault (section 4.4), which goes out with status 500 (section 6.2). */
export const writeFault = (faultcode: 'Client' | 'Server', faultstring: string): string =>
  envelope((body) => write(body.ele('senv:Fault'), { faultcode: `senv:${faultcode}`, faultstring }));

function writeIncidencia(parent: XMLBuilder, { code, message, extraInfo }: Incidencia, at: string): void {
  write(parent, {
    's0:IdIncidencia': 'ID_incidencia',
    's0:RfcEmisor': '',
    's0:Uuid': '',
    's0:CodigoError': code,
    's0:WorkProcessId': 'WorkProcessId',
    's0:MensajeIncidencia': message,
    's0:ExtraInfo': extraInfo ?? '',
    's0:NoCertificadoPac': '',
    's0:FechaRegistro': at,
  });
}

type XMLBuilder = ReturnType<typeof create>;

/** Members in order; one that is undefined is left out. */
function write(parent: XMLBuilder, members: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) continue;
    const element = parent.ele(name);
    // xmlbuilder2 takes `&quot;` and its like in a text for references and leaves them as they are.
    if (value !== '') element.txt(value.replaceAll('&', '&amp;'));
  }
}

function envelope(fill: (body: XMLBuilder) => void): string {
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('senv:Envelope', {
    'xmlns:senv': SOAP_11,
    'xmlns:tns': STAMP_NAMESPACE,
    'xmlns:s0': VIEWS_NAMESPACE,
  });
  fill(root.ele('senv:Body'));
  // XML 1.0, 2.11: a parser turns a bare carriage return into a line feed, and the document inside would change.
  return root.end().replaceAll('\r', '&#xD;');
}
