import { paymentRefusals } from './payment/refusals.ts';

export const CFDI_NAMESPACE = 'http://www.sat.gob.mx/cfd/4';

/**
 * Why the PAC refuses, each with SAT's or Finkok's code and what that code means: 300-308, 401, 603, 705, 707 and 712
 * are the PAC's, CFDI40xxx are SAT's validation matrix of CFDI 4.0, CRP20xxx that of Pagos 2.0, and 310 is SAT's for
 * cancellations. `SANDBOX` is nobody's: a document that this stand-in cannot judge, which must not pass as stamped nor as
 * refused.
 */
export const refusals = {
  credentials: { code: '300', message: 'El usuario o contraseña son inválidos' },
  malformed: { code: '301', message: 'XML mal formado' },
  seal: { code: '302', message: 'Sello mal formado o inválido' },
  issuer: { code: '303', message: 'Sello no corresponde a emisor' },
  revoked: { code: '304', message: 'Certificado revocado o caduco' },
  validity: { code: '305', message: 'La fecha de emisión no está dentro de la vigencia del CSD del emisor' },
  notCsd: { code: '306', message: 'El certificado no es de tipo CSD' },
  duplicate: { code: '307', message: 'El CFDI contiene un timbre previo' },
  untrusted: { code: '308', message: 'Certificado no expedido por el SAT' },
  dateWindow: { code: '401', message: 'Fecha y hora de generación fuera de rango' },
  notStamped: { code: '603', message: 'El CFDI no contiene un timbre previo' },
  cancellationCertificate: { code: '310', message: 'CSD inválido' },
  structure: { code: '705', message: 'XML estructura inválida' },
  alreadyStamped: { code: '707', message: 'Timbre existente' },
  certificateNumber: { code: '712', message: 'El atributo NoCertificado no corresponde al certificado' },
  subTotal: { code: 'CFDI40108', message: 'SubTotal no es la suma redondeada de los importes de los conceptos' },
  subTotalZero: { code: 'CFDI40109', message: 'SubTotal debe ser cero en un comprobante de tipo T o P' },
  discount: { code: 'CFDI40111', message: 'Descuento no es la suma redondeada de los descuentos de los conceptos' },
  total: { code: 'CFDI40119', message: 'Total no es SubTotal menos Descuento más traslados menos retenciones' },
  withheld: { code: 'CFDI40203', message: 'TotalImpuestosRetenidos no es la suma de las retenciones' },
  transferred: { code: 'CFDI40205', message: 'TotalImpuestosTrasladados no es la suma de los traslados' },
  ...paymentRefusals,
  unknownComplement: { code: 'SANDBOX', message: 'The sandbox cannot judge a document with this complement' },
} as const satisfies Record<string, { code: string; message: string }>;

export type RefusalName = keyof typeof refusals;

/** One reason, with what exactly was wrong. */
export interface Refusal {
  readonly reason: RefusalName;
  readonly detail: string;
}
