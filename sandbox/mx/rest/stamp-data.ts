import { readXml } from '../../read-xml.ts';
import type { Stamped } from '../ledger.ts';
import { cadenaTfd } from '../timbre-fiscal-digital.ts';

/** In which form the answer tells of a stamp: which version of it, and whether its XML is base64. */
export interface StampForm {
  readonly version: 'v1' | 'v2' | 'v3' | 'v4';
  readonly isBase64: boolean;
}

export const isVersion = (text: string | undefined): text is StampForm['version'] =>
  text === 'v1' || text === 'v2' || text === 'v3' || text === 'v4';

/** `data` of an answer: v1 the timbre, v2 timbre and document, v3 the document, v4 everything one by one and the document. */
export function stampData(entry: Stamped, { version, isBase64 }: StampForm): Readonly<Record<string, string>> {
  const xml = (text: string): string => (isBase64 ? Buffer.from(text).toString('base64') : text);
  const timbre = (/<tfd:TimbreFiscalDigital[^>]*\/>/.exec(entry.document)?.[0] ?? '').replace(
    / UUID="[^"]*"/,
    ` UUID="${entry.uuid}"`,
  );
  const tfd = xml(`<?xml version="1.0" encoding="utf-8"?>${timbre}`);
  const cfdi = xml(entry.document);
  if (version === 'v1') return { tfd };
  if (version === 'v2') return { tfd, cfdi };
  if (version === 'v3') return { cfdi };
  return { ...details(entry, timbre), cfdi };
}

function details(entry: Stamped, timbre: string): Record<string, string> {
  const { attributes } = readXml(timbre);
  const fechaTimbrado = attributes.get('FechaTimbrado') ?? '';
  const cadena = cadenaTfd({
    uuid: entry.uuid,
    fechaTimbrado,
    rfcProvCertif: attributes.get('RfcProvCertif') ?? '',
    selloCfd: entry.sello,
    noCertificadoSat: entry.noCertificadoSat,
  });
  return {
    cadenaOriginalSAT: cadena,
    noCertificadoSAT: entry.noCertificadoSat,
    noCertificadoCFDI: / NoCertificado="(\d{20})"/.exec(entry.document)?.[1] ?? '',
    uuid: entry.uuid,
    selloSAT: entry.selloSat,
    selloCFDI: entry.sello,
    fechaTimbrado,
  };
}
