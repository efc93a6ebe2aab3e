import Big from 'big.js';
import { asList, type XmlNode } from './xml-node.ts';

/**
 * Business data with the facts of a CFDI 4.0 that somebody else made. Written for the test, apart from the mapping: what
 * the mapping makes of it must say the same again.
 */
export function readComprobante(comprobante: XmlNode): object {
  const a = comprobante.attributes;
  const withheld = comprobante.child('Impuestos')?.attributes.TotalImpuestosRetenidos;
  return {
    type: a.TipoDeComprobante === 'E' ? 'credit-note' : 'invoice',
    ...given('series', a.Serie),
    number: a.Folio ?? '1',
    issueDate: a.Fecha?.slice(0, 10),
    issueTime: `${a.Fecha?.slice(11)}-06:00`,
    currency: a.Moneda,
    ...given('exchangeRate', a.TipoCambio),
    seller: party(comprobante.child('Emisor')),
    issuePlace: { address: { postCode: a.LugarExpedicion } },
    buyer: buyer(comprobante.child('Receptor')),
    ...given('relatedDocuments', related(comprobante)),
    ...given('period', period(comprobante.child('InformacionGlobal'))),
    paymentTerms: { ...given('text', a.CondicionesDePago), timing: a.MetodoPago === 'PPD' ? 'deferred' : 'immediate' },
    totals: {
      amountWithoutTax: minus(a.SubTotal, a.Descuento),
      ...given('taxAmount', comprobante.child('Impuestos')?.attributes.TotalImpuestosTrasladados),
      amountWithTax: new Big(a.Total ?? 0).plus(withheld ?? 0).toFixed(),
      ...given('withheldAmount', withheld),
      payableAmount: a.Total,
    },
    taxes: [...transferred(comprobante), ...retained(comprobante)],
    lines: comprobante.child('Conceptos')?.children('Concepto').map(line),
    national: {
      mx: {
        ...given('formaPago', a.FormaPago),
        ...given('exportacion', a.Exportacion),
        ...given('confirmacion', a.Confirmacion),
        ...given('facAtrAdquirente', comprobante.child('Emisor')?.attributes.FacAtrAdquirente),
      },
    },
  };
}

/** Left out where there is nothing, as an ERP would. */
const given = (name: string, value: unknown): object =>
  value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { [name]: value };

const minus = (from: string | undefined, less: string | undefined): string =>
  new Big(from ?? 0).minus(less ?? 0).toFixed();

const party = (node: XmlNode | undefined): object => ({
  name: node?.attributes.Nombre,
  taxId: node?.attributes.Rfc,
  taxRegime: node?.attributes.RegimenFiscal,
});

function buyer(node: XmlNode | undefined): object {
  const a = node?.attributes ?? {};
  const rest = { name: a.Nombre, taxRegime: a.RegimenFiscalReceptor, use: a.UsoCFDI };
  if (a.Rfc !== 'XEXX010101000') return { ...rest, taxId: a.Rfc, address: { postCode: a.DomicilioFiscalReceptor } };
  const country = countries[a.ResidenciaFiscal ?? ''];
  return { ...rest, ...given('taxId', a.NumRegIdTrib), address: { country } };
}

const countries: Readonly<Record<string, string>> = { USA: 'US', COL: 'CO', ESP: 'ES', DEU: 'DE' };

const relations: Readonly<Record<string, string>> = {
  '01': 'credits',
  '02': 'debits',
  '03': 'returns',
  '04': 'replaces',
  '05': 'follows-transfer',
  '06': 'invoices-transfer',
  '07': 'applies-advance',
};

const related = (comprobante: XmlNode): object[] =>
  comprobante.children('CfdiRelacionados').flatMap((group) =>
    group.children('CfdiRelacionado').map((each) => ({
      relation: relations[group.attributes.TipoRelacion ?? ''],
      id: each.attributes.UUID,
    })),
  );

function period(node: XmlNode | undefined): object | undefined {
  if (node === undefined) return undefined;
  const { Periodicidad, Meses = '', Año: year } = node.attributes;
  const month = Number(Meses) > 12 ? (Number(Meses) - 12) * 2 - 1 : Number(Meses);
  const frequency = ['day', 'week', 'half-month', 'month', 'two-months'][Number(Periodicidad) - 1];
  return { startDate: `${year}-${String(month).padStart(2, '0')}-01`, frequency };
}

const types: Readonly<Record<string, string>> = { '001': 'INCOME', '002': 'VAT', '003': 'EXCISE' };
const factors: Readonly<Record<string, string>> = { Tasa: 'rate', Cuota: 'unit', Exento: 'exempt' };

function tax({ attributes: a }: XmlNode, withheld: boolean): object {
  const rate = a.TasaOCuota === undefined ? undefined : new Big(a.TasaOCuota);
  return {
    type: types[a.Impuesto ?? ''],
    ...given('factor', factors[a.TipoFactor ?? '']),
    ...(a.TipoFactor === 'Tasa' ? given('rate', rate?.times(100).toFixed()) : given('unitAmount', rate?.toFixed())),
    ...given('base', a.Base),
    ...given('amount', a.Importe),
    ...(withheld ? { withheld } : {}),
  };
}

const transferred = (holder: XmlNode): object[] =>
  asList(holder.child('Impuestos')?.child('Traslados')).flatMap((list) =>
    list.children('Traslado').map((each) => tax(each, false)),
  );

const retained = (holder: XmlNode): object[] =>
  asList(holder.child('Impuestos')?.child('Retenciones')).flatMap((list) =>
    list.children('Retencion').map((each) => tax(each, true)),
  );

const objects: Readonly<Record<string, string>> = {
  '01': 'not-taxable',
  '02': 'taxable',
  '03': 'taxable-not-itemised',
  '04': 'taxable-no-tax-due',
};

function line(concepto: XmlNode, index: number): object {
  const a = concepto.attributes;
  const object = objects[a.ObjetoImp ?? ''];
  return {
    id: String(index + 1),
    quantity: a.Cantidad,
    unit: a.ClaveUnidad,
    ...given('unitName', a.Unidad),
    price: { net: a.ValorUnitario },
    grossAmount: a.Importe,
    netAmount: minus(a.Importe, a.Descuento),
    ...given('allowances', a.Descuento && [{ amount: a.Descuento }]),
    ...given('taxObject', object),
    ...given('taxes', [...transferred(concepto), ...retained(concepto)]),
    item: {
      name: a.Descripcion,
      ...given('sellerId', a.NoIdentificacion),
      classifications: [{ id: a.ClaveProdServ, scheme: 'TST' }],
    },
    ...given(
      'customs',
      concepto.children('InformacionAduanera').map(({ attributes }) => ({ number: attributes.NumeroPedimento })),
    ),
    ...given('thirdParty', thirdParty(concepto.child('ACuentaTerceros'))),
    national: {
      mx: {
        ...(object === undefined ? given('objetoImp', a.ObjetoImp) : {}),
        ...given(
          'cuentaPredial',
          concepto.children('CuentaPredial').map(({ attributes }) => attributes.Numero),
        ),
        ...given('partes', concepto.children('Parte').map(part)),
      },
    },
  };
}

const thirdParty = (node: XmlNode | undefined): object | undefined =>
  node && {
    name: node.attributes.NombreACuentaTerceros,
    taxId: node.attributes.RfcACuentaTerceros,
    taxRegime: node.attributes.RegimenFiscalACuentaTerceros,
    address: { postCode: node.attributes.DomicilioFiscalACuentaTerceros },
  };

function part(node: XmlNode): object {
  const a = node.attributes;
  return {
    claveProdServ: a.ClaveProdServ,
    ...given('noIdentificacion', a.NoIdentificacion),
    cantidad: a.Cantidad,
    ...given('unidad', a.Unidad),
    descripcion: a.Descripcion,
    ...given('valorUnitario', a.ValorUnitario),
    ...given('importe', a.Importe),
    ...given(
      'pedimentos',
      node.children('InformacionAduanera').map(({ attributes }) => attributes.NumeroPedimento),
    ),
  };
}
