import { type KeyObject, sign } from 'node:crypto';
import { create } from 'xmlbuilder2';
import { TFD_NAMESPACE } from './cadena-original.ts';
import { normalized } from './cadena-values.ts';

/** What a TimbreFiscalDigital 1.1 says before it is sealed. */
export interface TimbreContent {
  readonly uuid: string;
  /** `AAAA-MM-DDThh:mm:ss`, central time of Mexico. */
  readonly fechaTimbrado: string;
  readonly rfcProvCertif: string;
  readonly leyenda?: string;
  readonly selloCfd: string;
  readonly noCertificadoSat: string;
}

/** The cadena original of the Timbre Fiscal Digital 1.1 (SAT's Anexo 20, section III.B). */
export function cadenaTfd(timbre: TimbreContent): string {
  const { uuid, fechaTimbrado, rfcProvCertif, leyenda, selloCfd, noCertificadoSat } = timbre;
  const values = ['1.1', uuid, fechaTimbrado, rfcProvCertif, leyenda, selloCfd, noCertificadoSat];
  return `||${values
    .filter((value) => value !== undefined)
    .map(normalized)
    .join('|')}||`;
}

/** SelloSAT: RSA with SHA-256 over the cadena, base64. */
export const sealTimbre = (timbre: TimbreContent, key: KeyObject): string =>
  sign('sha256', Buffer.from(cadenaTfd(timbre)), key).toString('base64');

/** The `tfd:TimbreFiscalDigital` element as text, with the namespaces that it needs anywhere. */
export function writeTimbre(timbre: TimbreContent, selloSat: string): string {
  return create()
    .ele('tfd:TimbreFiscalDigital', {
      'xmlns:tfd': TFD_NAMESPACE,
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation': `${TFD_NAMESPACE} ${SCHEMA}`,
      Version: '1.1',
      UUID: timbre.uuid,
      FechaTimbrado: timbre.fechaTimbrado,
      RfcProvCertif: timbre.rfcProvCertif,
      ...(timbre.leyenda === undefined ? {} : { Leyenda: timbre.leyenda }),
      SelloCFD: timbre.selloCfd,
      NoCertificadoSAT: timbre.noCertificadoSat,
      SelloSAT: selloSat,
    })
    .toString({ headless: true });
}

const SCHEMA = 'http://www.sat.gob.mx/sitio_internet/cfd/TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd';
