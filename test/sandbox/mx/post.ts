import type { Pac } from '../../../sandbox/index.ts';
import { childOf, descendantsOf, readXml, type XmlElement } from '../../../sandbox/read-xml.ts';

const STAMP = 'http://facturacion.finkok.com/stamp';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A SOAP request for an operation, with the document base64. */
export function soapRequest(operation: string, document: string | Buffer, password = 'secret'): string {
  const xml = Buffer.from(document).toString('base64');
  return `<?xml version="1.0"?><e:Envelope xmlns:e="${SOAP}" xmlns:s="${STAMP}"><e:Body><s:${operation}><s:xml>${xml}</s:xml><s:username>user</s:username><s:password>${password}</s:password></s:${operation}></e:Body></e:Envelope>`;
}

export const post = (pac: Pac, body: string, type = 'text/xml; charset=utf-8'): Promise<Response> =>
  fetch(`${pac.url}/servicios/soap/stamp`, {
    method: 'POST',
    headers: { 'content-type': type, soapaction: '""' },
    body,
    signal: AbortSignal.timeout(1000),
  });

export interface Told {
  readonly status: number;
  readonly uuid: string | undefined;
  readonly document: string;
  readonly codEstatus: string | undefined;
  readonly code: string | undefined;
  readonly extraInfo: string | undefined;
}

/** Calls an operation and reads the answer as Finkok's users do. */
export async function call(
  pac: Pac,
  operation: 'stamp' | 'stamped',
  document: string | Buffer,
  password?: string,
): Promise<Told> {
  const response = await post(pac, soapRequest(operation, document, password));
  return read(response.status, await response.text());
}

function read(status: number, text: string): Told {
  const body = childOf(readXml(text), 'Body');
  const result = body?.children[0]?.children[0];
  const views = result?.children ?? [];
  const find = (name: string): XmlElement | undefined => views.find((child) => child.name === name);
  const incidencia = find('Incidencias')?.children[0];
  const textOf = (name: string): string | undefined => incidencia && descendantsOf(incidencia, name)[0]?.text;
  return {
    status,
    uuid: find('UUID')?.text,
    document: find('xml')?.text ?? '',
    codEstatus: find('CodEstatus')?.text,
    code: textOf('CodigoError'),
    extraInfo: textOf('ExtraInfo'),
  };
}
