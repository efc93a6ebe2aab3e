import { childOf, childrenOf, descendantsOf, type XmlElement } from '../read-xml.ts';
import { each, take } from './cadena-values.ts';
import { PAGOS_NAMESPACE, takePagos } from './payment/cadena-pagos.ts';

/** The document holds a complement whose part of the cadena the sandbox does not know. */
export class UnknownComplement extends Error {}

export const TFD_NAMESPACE = 'http://www.sat.gob.mx/TimbreFiscalDigital';

/**
 * The cadena original of a CFDI 4.0 by walking the document: SAT's Anexo 20, section I.B, with the order of
 * `cadenaoriginal_4_0.xslt`. Written by hand, apart from the mapping that the product signs with: an error in one
 * must not cancel out with the other. Of the complements it knows Pagos 2.0, and the TimbreFiscalDigital, which has no
 * part in it.
 *
 * @throws UnknownComplement
 */
export function cadenaOriginal(comprobante: XmlElement): string {
  const values: string[] = [];
  take(values, comprobante, COMPROBANTE);
  each(values, childrenOf(comprobante, 'InformacionGlobal'), INFORMACION_GLOBAL);
  for (const related of childrenOf(comprobante, 'CfdiRelacionados')) {
    take(values, related, ['TipoRelacion']);
    each(values, childrenOf(related, 'CfdiRelacionado'), ['UUID']);
  }
  each(values, childrenOf(comprobante, 'Emisor'), EMISOR);
  each(values, childrenOf(comprobante, 'Receptor'), RECEPTOR);
  for (const concepto of childrenOf(childOf(comprobante, 'Conceptos'), 'Concepto')) takeConcepto(values, concepto);
  for (const impuestos of childrenOf(comprobante, 'Impuestos')) takeImpuestos(values, impuestos);
  takeComplements(values, childrenOf(comprobante, 'Complemento'));
  return `||${values.join('|')}||`;
}

// A name that ends in `?` is left out when the attribute is; any other leaves its place empty.
const COMPROBANTE = [
  ...['Version', 'Serie?', 'Folio?', 'Fecha', 'FormaPago?', 'NoCertificado', 'CondicionesDePago?', 'SubTotal'],
  ...['Descuento?', 'Moneda', 'TipoCambio?', 'Total', 'TipoDeComprobante', 'Exportacion', 'MetodoPago?'],
  ...['LugarExpedicion', 'Confirmacion?'],
];
const INFORMACION_GLOBAL = ['Periodicidad', 'Meses', 'Año'];
const EMISOR = ['Rfc', 'Nombre', 'RegimenFiscal', 'FacAtrAdquirente?'];
const RECEPTOR = [
  ...['Rfc', 'Nombre', 'DomicilioFiscalReceptor', 'ResidenciaFiscal?', 'NumRegIdTrib?', 'RegimenFiscalReceptor'],
  'UsoCFDI',
];
const CONCEPTO = [
  ...['ClaveProdServ', 'NoIdentificacion?', 'Cantidad', 'ClaveUnidad', 'Unidad?', 'Descripcion', 'ValorUnitario'],
  ...['Importe', 'Descuento?', 'ObjetoImp'],
];
const TRASLADO = ['Base', 'Impuesto', 'TipoFactor', 'TasaOCuota?', 'Importe?'];
const RETENCION_CONCEPTO = ['Base', 'Impuesto', 'TipoFactor', 'TasaOCuota', 'Importe'];
const TERCEROS = [
  ...['RfcACuentaTerceros', 'NombreACuentaTerceros', 'RegimenFiscalACuentaTerceros'],
  'DomicilioFiscalACuentaTerceros',
];
const PARTE = [
  ...['ClaveProdServ', 'NoIdentificacion?', 'Cantidad', 'Unidad?', 'Descripcion', 'ValorUnitario?', 'Importe?'],
];

function takeConcepto(values: string[], concepto: XmlElement): void {
  take(values, concepto, CONCEPTO);
  for (const impuestos of childrenOf(concepto, 'Impuestos')) {
    each(values, taxes(impuestos, 'Traslados', 'Traslado'), TRASLADO);
    each(values, taxes(impuestos, 'Retenciones', 'Retencion'), RETENCION_CONCEPTO);
  }
  each(values, childrenOf(concepto, 'ACuentaTerceros'), TERCEROS);
  each(values, childrenOf(concepto, 'InformacionAduanera'), ['NumeroPedimento']);
  each(values, childrenOf(concepto, 'CuentaPredial'), ['Numero']);
  refuseUnknown(childrenOf(concepto, 'ComplementoConcepto'));
  for (const parte of descendantsOf(concepto, 'Parte')) {
    take(values, parte, PARTE);
    each(values, descendantsOf(parte, 'InformacionAduanera'), ['NumeroPedimento']);
  }
}

function takeImpuestos(values: string[], impuestos: XmlElement): void {
  each(values, taxes(impuestos, 'Retenciones', 'Retencion'), ['Impuesto', 'Importe']);
  take(values, impuestos, ['TotalImpuestosRetenidos?']);
  each(values, taxes(impuestos, 'Traslados', 'Traslado'), TRASLADO);
  take(values, impuestos, ['TotalImpuestosTrasladados?']);
}

export const taxes = (impuestos: XmlElement | undefined, list: string, item: string): readonly XmlElement[] =>
  childrenOf(impuestos, list).flatMap((parent) => childrenOf(parent, item));

function takeComplements(values: string[], holders: readonly XmlElement[]): void {
  for (const complement of holders.flatMap((holder) => holder.children)) {
    if (complement.namespace === PAGOS_NAMESPACE) takePagos(values, complement);
    else if (complement.namespace !== TFD_NAMESPACE) throw unknown(complement);
  }
}

function refuseUnknown(holders: readonly XmlElement[]): void {
  const [first] = holders.flatMap((holder) => holder.children);
  if (first) throw unknown(first);
}

const unknown = ({ namespace, name }: XmlElement): UnknownComplement => new UnknownComplement(`{${namespace}}${name}`);
