import { type InvoiceParts, issuer, sealedInvoice } from './invoice.ts';

const PAGOS = 'http://www.sat.gob.mx/Pagos20';

/**
 * A CFDI of type P, sealed: one payment of 10,000 pesos for half an invoice in pesos and a whole one of 270 dollars. The
 * dollars are worth 0.054 to the peso, so that theirs are 5,000 pesos.
 */
export function sealedPayment(parts: Omit<InvoiceParts, 'tail'> = {}): string {
  const { before = (xml: string) => xml } = parts;
  const toPayment = (xml: string): string =>
    before(
      xml
        .replace('xmlns:xsi=', `xmlns:pago20="${PAGOS}" xmlns:xsi=`)
        .replace(' FormaPago="03"', '')
        .replace(/SubTotal="[^"]*" Descuento="[^"]*" Moneda="MXN" Total="[^"]*"/, 'SubTotal="0" Moneda="XXX" Total="0"')
        .replace('TipoDeComprobante="I"', 'TipoDeComprobante="P"')
        .replace(/\s+MetodoPago="PUE"/, '')
        .replace('UsoCFDI="G03"', 'UsoCFDI="CP01"')
        .replace(/<cfdi:Conceptos>.*<\/cfdi:Impuestos>/s, `${CONCEPTO}${PAYMENT}`),
    );
  return sealedInvoice({ taxpayer: issuer, ...parts, before: toPayment });
}

const CONCEPTO = `<cfdi:Conceptos>
    <cfdi:Concepto ClaveProdServ="84111506" Cantidad="1" ClaveUnidad="ACT" Descripcion="Pago" ValorUnitario="0"
      Importe="0" ObjetoImp="01"/>
  </cfdi:Conceptos>`;

const PAYMENT = `
  <cfdi:Complemento>
    <pago20:Pagos Version="2.0">
      <pago20:Totales TotalRetencionesISR="431.03" TotalTrasladosBaseIVA16="4310.34" TotalTrasladosImpuestoIVA16="689.66"
        TotalTrasladosBaseIVA0="5000.00" TotalTrasladosImpuestoIVA0="0.00" MontoTotalPagos="10000.00"/>
      <pago20:Pago FechaPago="2026-01-10T12:00:00" FormaDePagoP="03" MonedaP="MXN" TipoCambioP="1" Monto="10000.00">
        <pago20:DoctoRelacionado IdDocumento="00000000-0000-4000-8000-00000000000A" Serie="A" Folio="1" MonedaDR="MXN"
          EquivalenciaDR="1" NumParcialidad="1" ImpSaldoAnt="10000.00" ImpPagado="5000.00" ImpSaldoInsoluto="5000.00"
          ObjetoImpDR="02">
          <pago20:ImpuestosDR>
            <pago20:RetencionesDR>
              <pago20:RetencionDR BaseDR="4310.34" ImpuestoDR="001" TipoFactorDR="Tasa" TasaOCuotaDR="0.100000"
                ImporteDR="431.03"/>
            </pago20:RetencionesDR>
            <pago20:TrasladosDR>
              <pago20:TrasladoDR BaseDR="4310.34" ImpuestoDR="002" TipoFactorDR="Tasa" TasaOCuotaDR="0.160000"
                ImporteDR="689.66"/>
            </pago20:TrasladosDR>
          </pago20:ImpuestosDR>
        </pago20:DoctoRelacionado>
        <pago20:DoctoRelacionado IdDocumento="00000000-0000-4000-8000-00000000000B" MonedaDR="USD"
          EquivalenciaDR="0.0540000000" NumParcialidad="2" ImpSaldoAnt="270.00" ImpPagado="270.00" ImpSaldoInsoluto="0.00"
          ObjetoImpDR="02">
          <pago20:ImpuestosDR>
            <pago20:TrasladosDR>
              <pago20:TrasladoDR BaseDR="270.00" ImpuestoDR="002" TipoFactorDR="Tasa" TasaOCuotaDR="0.000000"
                ImporteDR="0.00"/>
            </pago20:TrasladosDR>
          </pago20:ImpuestosDR>
        </pago20:DoctoRelacionado>
        <pago20:ImpuestosP>
          <pago20:RetencionesP><pago20:RetencionP ImpuestoP="001" ImporteP="431.03"/></pago20:RetencionesP>
          <pago20:TrasladosP>
            <pago20:TrasladoP BaseP="4310.34" ImpuestoP="002" TipoFactorP="Tasa" TasaOCuotaP="0.160000" ImporteP="689.66"/>
            <pago20:TrasladoP BaseP="5000.00" ImpuestoP="002" TipoFactorP="Tasa" TasaOCuotaP="0.000000" ImporteP="0.00"/>
          </pago20:TrasladosP>
        </pago20:ImpuestosP>
      </pago20:Pago>
    </pago20:Pagos>
  </cfdi:Complemento>`;
