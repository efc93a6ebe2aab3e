import { sign } from 'node:crypto';
import { makeTestTaxpayer, type TestTaxpayer } from '../../../sandbox/index.ts';
import { cadenaOriginal } from '../../../sandbox/mx/cadena-original.ts';
import { readXml } from '../../../sandbox/read-xml.ts';

export const issuer = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });

export interface InvoiceParts {
  readonly taxpayer?: TestTaxpayer;
  readonly folio?: string;
  /** Central time without zone; a minute ago when left out. */
  readonly fecha?: string;
  /** What follows Impuestos: Complemento, Addenda. */
  readonly tail?: string;
  /** Changes of the text before it is sealed. */
  readonly before?: (xml: string) => string;
}

export const centralTime = (millisecondsAgo: number): string =>
  new Date(Date.now() - 6 * 3_600_000 - millisecondsAgo).toISOString().slice(0, 19);

/** A CFDI 4.0 of two lines with discount, IVA and a withholding, sealed by the taxpayer. */
export function sealedInvoice(parts: InvoiceParts = {}): string {
  const { taxpayer = issuer, before = (xml) => xml } = parts;
  const xml = before(unsealed(taxpayer, parts));
  const seal = sign('sha256', Buffer.from(cadenaOriginal(readXml(xml))), taxpayer.privateKey).toString('base64');
  return xml.replace('Sello=""', `Sello="${seal}"`);
}

function unsealed(
  taxpayer: TestTaxpayer,
  { folio = '1', fecha = centralTime(60_000), tail = '' }: InvoiceParts,
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.sat.gob.mx/cfd/4 http://www.sat.gob.mx/sitio_internet/cfd/4/cfdv40.xsd"
  Version="4.0" Serie="A" Folio="${folio}" Fecha="${fecha}" Sello="" FormaPago="03"
  NoCertificado="${taxpayer.certificateNumber}" Certificado="${taxpayer.certificateDer.toString('base64')}"
  SubTotal="300.00" Descuento="10.00" Moneda="MXN" Total="307.40" TipoDeComprobante="I" Exportacion="01"
  MetodoPago="PUE" LugarExpedicion="27200"><!-- a comment with </cfdi:Complemento> in it -->
  <cfdi:Emisor Rfc="${taxpayer.rfc}" Nombre="${taxpayer.name}" RegimenFiscal="601"/>
  <cfdi:Receptor Rfc="ICV060329BY0" Nombre="INMOBILIARIA &#67;VA" DomicilioFiscalReceptor="33826"
    RegimenFiscalReceptor="601" UsoCFDI="G03"/>
  <cfdi:Conceptos>
    <cfdi:Concepto ClaveProdServ="84111506" Cantidad="1" ClaveUnidad="E48" Descripcion="  Asesoría &quot;A&quot;
      &amp; más  " ValorUnitario="100.00" Importe="100.00" Descuento="10.00" ObjetoImp="02">
      <cfdi:Impuestos>
        <cfdi:Traslados>
          <cfdi:Traslado Base="90.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="14.40"/>
        </cfdi:Traslados>
        <cfdi:Retenciones>
          <cfdi:Retencion Base="90.00" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.100000" Importe="9.00"/>
        </cfdi:Retenciones>
      </cfdi:Impuestos>
    </cfdi:Concepto>
    <cfdi:Concepto ClaveProdServ="84111506" Cantidad="2" ClaveUnidad="E48" Descripcion="Otro"
      ValorUnitario="100.00" Importe="200.00" ObjetoImp="02">
      <cfdi:Impuestos>
        <cfdi:Traslados>
          <cfdi:Traslado Base="75.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="12.00"/>
        </cfdi:Traslados>
      </cfdi:Impuestos>
    </cfdi:Concepto>
  </cfdi:Conceptos>
  <cfdi:Impuestos TotalImpuestosRetenidos="9.00" TotalImpuestosTrasladados="26.40">
    <cfdi:Retenciones><cfdi:Retencion Impuesto="001" Importe="9.00"/></cfdi:Retenciones>
    <cfdi:Traslados>
      <cfdi:Traslado Base="165.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="26.40"/>
    </cfdi:Traslados>
  </cfdi:Impuestos>${tail}
</cfdi:Comprobante>
`;
}
