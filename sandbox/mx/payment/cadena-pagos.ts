import { childrenOf, type XmlElement } from '../../read-xml.ts';
import { each, take } from '../cadena-values.ts';

export const PAGOS_NAMESPACE = 'http://www.sat.gob.mx/Pagos20';

/** The part of the complement Pagos 2.0 in the cadena original, in the order of SAT's `Pagos20.xslt`; by hand, as the rest. */
export function takePagos(values: string[], pagos: XmlElement): void {
  take(values, pagos, ['Version']);
  each(values, childrenOf(pagos, 'Totales'), TOTALES);
  for (const pago of childrenOf(pagos, 'Pago')) {
    take(values, pago, PAGO);
    for (const docto of childrenOf(pago, 'DoctoRelacionado')) {
      take(values, docto, DOCTO);
      each(values, below(docto, 'ImpuestosDR', 'RetencionesDR', 'RetencionDR'), RETENCION_DR);
      each(values, below(docto, 'ImpuestosDR', 'TrasladosDR', 'TrasladoDR'), TRASLADO_DR);
    }
    for (const impuestos of childrenOf(pago, 'ImpuestosP')) {
      each(values, below(impuestos, 'RetencionesP', 'RetencionP'), ['ImpuestoP', 'ImporteP']);
      each(values, below(impuestos, 'TrasladosP', 'TrasladoP'), TRASLADO_P);
    }
  }
}

// A name that ends in `?` is left out when the attribute is.
const TOTALES = [
  ...['TotalRetencionesIVA?', 'TotalRetencionesISR?', 'TotalRetencionesIEPS?', 'TotalTrasladosBaseIVA16?'],
  ...['TotalTrasladosImpuestoIVA16?', 'TotalTrasladosBaseIVA8?', 'TotalTrasladosImpuestoIVA8?'],
  ...['TotalTrasladosBaseIVA0?', 'TotalTrasladosImpuestoIVA0?', 'TotalTrasladosBaseIVAExento?', 'MontoTotalPagos'],
];
const PAGO = [
  ...['FechaPago', 'FormaDePagoP', 'MonedaP', 'TipoCambioP?', 'Monto', 'NumOperacion?', 'RfcEmisorCtaOrd?'],
  ...['NomBancoOrdExt?', 'CtaOrdenante?', 'RfcEmisorCtaBen?', 'CtaBeneficiario?', 'TipoCadPago?', 'CertPago?'],
  ...['CadPago?', 'SelloPago?'],
];
const DOCTO = [
  ...['IdDocumento', 'Serie?', 'Folio?', 'MonedaDR', 'EquivalenciaDR?', 'NumParcialidad', 'ImpSaldoAnt', 'ImpPagado'],
  ...['ImpSaldoInsoluto', 'ObjetoImpDR'],
];
const RETENCION_DR = ['BaseDR', 'ImpuestoDR', 'TipoFactorDR', 'TasaOCuotaDR', 'ImporteDR'];
const TRASLADO_DR = ['BaseDR', 'ImpuestoDR', 'TipoFactorDR', 'TasaOCuotaDR?', 'ImporteDR?'];
const TRASLADO_P = ['BaseP', 'ImpuestoP', 'TipoFactorP', 'TasaOCuotaP?', 'ImporteP?'];

/** Elements down a path of names. */
export const below = (parent: XmlElement, ...path: readonly string[]): readonly XmlElement[] =>
  path.reduce<readonly XmlElement[]>(
    (parents, name) => parents.flatMap((element) => childrenOf(element, name)),
    [parent],
  );
