import type { LedgerEntry } from './ledger.ts';
import { VIEWS_NAMESPACE, writeEnvelope, writeMembers, type XMLBuilder } from './soap.ts';

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
export function writeAcuse(operation: 'stamp' | 'stamped', { stamp, codEstatus, incidencias = [], at }: Acuse): string {
  return writeEnvelope({ tns: 'http://facturacion.finkok.com/stamp', s0: VIEWS_NAMESPACE }, (body) => {
    const result = body.ele(`tns:${operation}Response`).ele(`tns:${operation}Result`);
    writeMembers(result, { 's0:xml': stamp?.document ?? '', 's0:UUID': stamp?.uuid, 's0:Fecha': stamp?.fecha });
    writeMembers(result, { 's0:CodEstatus': codEstatus, 's0:SatSeal': stamp?.satSeal });
    const list = result.ele('s0:Incidencias');
    for (const incidencia of incidencias) writeIncidencia(list.ele('s0:Incidencia'), incidencia, at);
    writeMembers(result, { 's0:NoCertificadoSAT': stamp?.noCertificadoSat });
  });
}

function writeIncidencia(parent: XMLBuilder, { code, message, extraInfo }: Incidencia, at: string): void {
  writeMembers(parent, {
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
