import { childrenOf, NotXml, readXml, type XmlElement } from '../read-xml.ts';
import { TFD_NAMESPACE, UnknownComplement } from './cadena-original.ts';
import { checkSeal, type SealRules } from './check-seal.ts';
import { checkTotals } from './check-totals.ts';
import { CFDI_NAMESPACE, type Refusal } from './incidencias.ts';
import { instantsOf } from './mexican-time.ts';
import { checkPayment } from './payment/check-payment.ts';

export interface CfdiRules extends SealRules {
  /** XSD validation by the caller's means: what is wrong with the document, nothing when it is valid. */
  readonly xsd?: (xml: string) => readonly string[];
}

export interface CheckedCfdi {
  readonly text: string;
  readonly comprobante: XmlElement;
}

const HOUR = 3_600_000;
/** A PAC stamps within 72 hours of issue (Resolución Miscelánea Fiscal, rule 2.7.2.9). */
const WINDOW = 72 * HOUR;
/** Clocks differ: a Fecha this far ahead is not called future. */
const TOLERANCE = 5 * 60_000;

/** Everything that the PAC looks at before it stamps, in its order; the first thing wrong is the answer. */
export function checkCfdi(bytes: Buffer, rules: CfdiRules): CheckedCfdi | Refusal {
  const read = readCfdi(bytes);
  if ('reason' in read) return read;
  try {
    return checkRead(read, rules) ?? read;
  } catch (error) {
    if (error instanceof UnknownComplement) return { reason: 'unknownComplement', detail: error.message };
    if (error instanceof NotXml) return { reason: 'malformed', detail: error.message };
    throw error;
  }
}

function checkRead({ text, comprobante }: CheckedCfdi, rules: CfdiRules): Refusal | undefined {
  const invalid = rules.xsd?.(text) ?? [];
  if (invalid.length > 0) return { reason: 'malformed', detail: invalid.join('; ') };
  const complements = childrenOf(comprobante, 'Complemento').flatMap((holder) => holder.children);
  if (complements.some(({ namespace }) => namespace === TFD_NAMESPACE)) {
    return { reason: 'alreadyStamped', detail: 'tfd:TimbreFiscalDigital' };
  }
  return (
    checkSeal(comprobante, rules) ??
    checkDate(comprobante, rules.now) ??
    checkTotals(comprobante) ??
    checkPayment(comprobante)
  );
}

function readCfdi(bytes: Buffer): CheckedCfdi | Refusal {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const comprobante = readXml(text);
    if (comprobante.name === 'Comprobante' && comprobante.namespace === CFDI_NAMESPACE) return { text, comprobante };
    return { reason: 'malformed', detail: `{${comprobante.namespace}}${comprobante.name} no es un CFDI 4.0` };
  } catch (error) {
    if (error instanceof NotXml || error instanceof TypeError) return { reason: 'malformed', detail: error.message };
    throw error;
  }
}

function checkDate(comprobante: XmlElement, now: number): Refusal | undefined {
  const fecha = comprobante.attributes.get('Fecha') ?? '';
  const { earliest, latest } = instantsOf(fecha);
  const inWindow = earliest <= now + TOLERANCE && latest >= now - WINDOW;
  return inWindow ? undefined : { reason: 'dateWindow', detail: `Fecha ${fecha}` };
}
