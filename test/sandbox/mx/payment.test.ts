import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pac, startPac } from '../../../sandbox/index.ts';
import { cadenaOriginal } from '../../../sandbox/mx/cadena-original.ts';
import { checkPayment } from '../../../sandbox/mx/payment/check-payment.ts';
import { paymentRefusals } from '../../../sandbox/mx/payment/refusals.ts';
import { childOf, readXml } from '../../../sandbox/read-xml.ts';
import { artefact, hasArtefacts } from '../../shared.ts';
import { cancelSigned, signedCancelacion } from './cancelacion.ts';
import { issuer, sealedInvoice } from './invoice.ts';
import { sealedPayment } from './payment.ts';
import { call } from './post.ts';

const hasXsltproc = spawnSync('xsltproc', ['--version']).status === 0;
const xslt = artefact('mx/schemas/www.sat.gob.mx/sitio_internet/cfd/4/cadenaoriginal_4_0/cadenaoriginal_4_0.xslt');
let pac: Pac;
beforeAll(async () => {
  pac = await startPac();
});
afterAll(() => pac.close());

const change =
  (...changes: readonly (readonly [from: string | RegExp, to: string])[]) =>
  (xml: string): string =>
    changes.reduce((text, [from, to]) => {
      const changed = text.replace(from, to);
      if (changed === text) throw new Error(`The payment has no ${from}`);
      return changed;
    }, xml);

describe('a payment', () => {
  test('is stamped', async () => {
    const told = await call(pac, 'stamp', sealedPayment());
    expect(told).toMatchObject({ code: undefined });
    expect(told.document).toMatch(/<\/pago20:Pagos>\s*<tfd:TimbreFiscalDigital/);
  });

  test.skipIf(!hasArtefacts || !hasXsltproc)(
    "has the cadena of SAT's stylesheet (skipped without it or xsltproc)",
    () => {
      const before = change(
        [
          'Monto="10000.00"',
          'Monto="10000.00" RfcEmisorCtaOrd="r" NomBancoOrdExt="n" CtaOrdenante="c" NumOperacion="7"',
        ],
        [' FechaPago=', ' SelloPago="s" CadPago="p" CertPago="t" TipoCadPago="01" CtaBeneficiario="e" FechaPago='],
      );
      const added = sealedPayment({ before });
      const run = spawnSync('xsltproc', ['--nonet', xslt, '-'], { encoding: 'utf8', input: added });
      expect(run.stdout).toContain('|01|t|p|s|');
      expect(cadenaOriginal(readXml(added))).toBe(run.stdout);
    },
  );

  test('stands in the way of the cancellation of what it pays', async () => {
    const { uuid = '' } = await call(pac, 'stamp', sealedInvoice({ folio: 'paid' }));
    const before = change(['00000000-0000-4000-8000-00000000000A', uuid.toLowerCase()]);
    const payment = await call(pac, 'stamp', sealedPayment({ before }));
    const cancel = async (cancelled: string) =>
      (await cancelSigned(pac, signedCancelacion({ uuid: cancelled }))).folios[0]?.[1];
    expect(await cancel(uuid)).toBe('no_cancelable');
    expect(await cancel(payment.uuid ?? '')).toBe('201');
    expect(await cancel(uuid)).toBe('201');
  });
});

type Case = [name: keyof typeof paymentRefusals, from: string | RegExp, to: string];

const ISR = 'ImpuestoP="001" ImporteP="431.03"';
const cases: Case[] = [
  ['paymentType', 'Comprobante="P"', 'Comprobante="T"'],
  ['paymentMissing', /<cfdi:Complemento>.*<\/cfdi:Complemento>/s, ''],
  ['paymentMissing', /<pago20:Pago .*<\/pago20:Pago>/s, ''],
  ['paymentMissing', /<pago20:DoctoRelacionado.*<\/pago20:DoctoRelacionado>/s, ''],
  ['paymentExport', 'Exportacion="01"', 'Exportacion="02"'],
  ['paymentCurrency', 'Moneda="XXX"', 'Moneda="MXN"'],
  ['paymentForm', 'SubTotal=', 'FormaPago="03" SubTotal='],
  ['paymentMethod', 'SubTotal=', 'MetodoPago="PUE" SubTotal='],
  ['paymentConditions', 'SubTotal=', 'CondicionesDePago="c" SubTotal='],
  ['paymentDiscount', 'SubTotal=', 'Descuento="0" SubTotal='],
  ['paymentRate', 'SubTotal=', 'TipoCambio="1" SubTotal='],
  ['paymentConcepts', '</cfdi:Conceptos>', '<cfdi:Concepto/></cfdi:Conceptos>'],
  ['paymentProduct', '84111506', '01010101'],
  ['paymentQuantity', 'Cantidad="1"', 'Cantidad="2"'],
  ['paymentUnit', '"ACT"', '"E48"'],
  ['paymentDescription', '"Pago"', '"Abono"'],
  ['paymentTaxObject', 'ObjetoImp="01"', 'ObjetoImp="02"'],
  ['paymentTaxes', '<cfdi:Complemento>', '<cfdi:Impuestos/><cfdi:Complemento>'],
  ['paymentPrice', 'ValorUnitario="0"', 'ValorUnitario="1"'],
  ['paymentAmount', 'Importe="0"', 'Importe="1"'],
  ['formToDefine', 'FormaDePagoP="03"', 'FormaDePagoP="99"'],
  ['paidCurrency', 'MonedaP="MXN"', 'MonedaP="XXX"'],
  ['paidRateMissing', 'TipoCambioP="1"', ''],
  ['paidRateOfPesos', 'TipoCambioP="1"', 'TipoCambioP="1.0"'],
  ['montoZero', 'Monto="10000.00"', 'Monto="0.00"'],
  ['montoDecimals', 'Monto="10000.00"', 'Monto="10000.001"'],
  ['documentCurrency', 'MonedaDR="USD"', 'MonedaDR="XXX"'],
  ['equivalenceMissing', 'EquivalenciaDR="0.0540000000"', ''],
  ['equivalenceOfSame', 'EquivalenciaDR="1"', 'EquivalenciaDR="1.1"'],
  ['balanceBeforeZero', 'ImpSaldoAnt="10000.00"', 'ImpSaldoAnt="0"'],
  ['balanceBeforeDecimals', 'ImpSaldoAnt="10000.00"', 'ImpSaldoAnt="10000.000"'],
  ['paidZero', 'ImpPagado="5000.00"', 'ImpPagado="0"'],
  ['paidDecimals', 'ImpPagado="5000.00"', 'ImpPagado="5000.000"'],
  ['balanceAfterDecimals', 'ImpSaldoInsoluto="5000.00"', 'ImpSaldoInsoluto="5000.000"'],
  ['balanceAfter', 'ImpSaldoInsoluto="5000.00"', 'ImpSaldoInsoluto="5000.01"'],
  ['documentTaxesMissing', /<pago20:ImpuestosDR>.*?<\/pago20:ImpuestosDR>/s, ''],
  ['documentTaxesEmpty', /<pago20:ImpuestosDR>.*?<\/pago20:ImpuestosDR>/s, '<pago20:ImpuestosDR/>'],
  ['withheldBaseZero', 'BaseDR="4310.34"', 'BaseDR="0"'],
  ['withheldAmount', 'ImporteDR="431.03"', 'ImporteDR="431.05"'],
  ['transferredBaseZero', 'BaseDR="270.00"', 'BaseDR="0"'],
  ['exemptWithRate', 'TipoFactorDR="Tasa" TasaOCuotaDR="0.000000"', 'TipoFactorDR="Exento" TasaOCuotaDR="0.000000"'],
  ['transferredAmount', 'ImporteDR="689.66"', 'ImporteDR="689.64"'],
  ['paidMoreThanMonto', 'Monto="10000.00"', 'Monto="9999.90"'],
  ['withheldTwice', `<pago20:RetencionP ${ISR}/>`, `<pago20:RetencionP ${ISR}/><pago20:RetencionP ${ISR}/>`],
  ['transferredTwice', '"0.000000" ImporteP', '"0.160000" ImporteP'],
  ['withheldSum', 'ImporteP="431.03"', 'ImporteP="431.02"'],
  ['withheldSum', /<pago20:RetencionesP>.*<\/pago20:RetencionesP>/, ''],
  ['baseSum', 'BaseP="5000.00"', 'BaseP="4999.99"'],
  ['baseSum', 'BaseP="5000.00"', 'BaseP="5000.01"'],
  ['transferredSum', 'ImporteP="689.66"', 'ImporteP="689.65"'],
  ['totalWithheldIsr', 'RetencionesISR="431.03"', 'RetencionesISR="431.04"'],
  ['totalWithheldIva', '<pago20:Totales', '<pago20:Totales TotalRetencionesIVA="1.00"'],
  ['totalWithheldIeps', '<pago20:Totales', '<pago20:Totales TotalRetencionesIEPS="1.00"'],
  ['totalBaseIva16', 'BaseIVA16="4310.34"', 'BaseIVA16="4310.35"'],
  ['totalIva16', 'ImpuestoIVA16="689.66"', 'ImpuestoIVA16="689.67"'],
  ['totalBaseIva8', '<pago20:Totales', '<pago20:Totales TotalTrasladosBaseIVA8="1.00"'],
  ['totalIva8', '<pago20:Totales', '<pago20:Totales TotalTrasladosImpuestoIVA8="1.00"'],
  ['totalBaseIva0', 'TotalTrasladosBaseIVA0="5000.00"', ''],
  ['totalIva0', 'ImpuestoIVA0="0.00"', 'ImpuestoIVA0="1.00"'],
  ['totalBaseExempt', '<pago20:Totales', '<pago20:Totales TotalTrasladosBaseIVAExento="1.00"'],
  ['totalPaid', 'MontoTotalPagos="10000.00"', 'MontoTotalPagos="9999.99"'],
];

/** CFDI 4.0's own matrix has these first. */
const foundBefore: (keyof typeof paymentRefusals)[] = ['paymentSubTotal', 'paymentTotal'];

describe("SAT's matrix of Pagos 2.0", () => {
  test.each(cases)('%s: %s', (name, from, to) => {
    expect(checkPayment(readXml(sealedPayment({ before: change([from, to]) })))?.reason).toBe(name);
  });

  test('is covered above', () => {
    expect(new Set([...cases.map(([name]) => name), ...foundBefore])).toEqual(new Set(Object.keys(paymentRefusals)));
    const codes = Object.values(paymentRefusals).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('is what the PAC refuses with, but what CFDI 4.0 finds first', async () => {
    const codeOf = async (from: string, to: string) =>
      (await call(pac, 'stamp', sealedPayment({ before: change([from, to]) }))).code;
    expect(await codeOf('Moneda="XXX"', 'Moneda="MXN"')).toBe('CRP20104');
    expect(await codeOf('SubTotal="0"', 'SubTotal="1"')).toBe('CFDI40109');
    expect(await codeOf('MontoTotalPagos="10000.00"', 'MontoTotalPagos="9999.99"')).toBe('CRP20211');
  });

  const tolerated: [string, ...[string, string][]][] = [
    [
      'a tax within the limits of its base',
      ['ImporteDR="689.66"', 'ImporteDR="689.65"'],
      ['ImporteP="689.66"', 'ImporteP="689.65"'],
      ['ImpuestoIVA16="689.66"', 'ImpuestoIVA16="689.65"'],
    ],
    ['more decimals of a base in the payment', ['BaseP="5000.00"', 'BaseP="5000.000001"']],
    ['a base cut at six decimals', ['BaseP="5000.00"', 'BaseP="4999.999999"']],
    [
      'a base rounded up',
      ['EquivalenciaDR="0.0540000000"', 'EquivalenciaDR="0.0540000001"'],
      ['BaseP="5000.00"', 'BaseP="4999.999991"'],
    ],
    ['fewer decimals of an equivalence', ['EquivalenciaDR="0.0540000000"', 'EquivalenciaDR="0.054"']],
  ];
  test.each(tolerated)('tolerates %s', (_name, ...changes) => {
    expect(checkPayment(readXml(sealedPayment({ before: change(...changes) })))).toBeUndefined();
  });

  test.skipIf(!hasArtefacts)('finds nothing wrong with the sample of others (skipped without the artefacts)', () => {
    const path = artefact('mx/samples/cfdiutils/created-cfdi40-pago20-valid.xml');
    const comprobante = readXml(readFileSync(path, 'utf8'));
    expect(childOf(comprobante, 'Emisor')?.attributes.get('Rfc')).toBe(issuer.rfc);
    expect(checkPayment(comprobante)).toBeUndefined();
  });
});
