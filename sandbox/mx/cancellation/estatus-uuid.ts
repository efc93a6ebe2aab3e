/** SAT's answer for each UUID of a request to cancel (EstatusUUID); `no_cancelable` is Finkok's own. */
export const estatusUuid = {
  taken: { code: '201', message: 'Petición de cancelación realizada exitosamente' },
  takenBefore: { code: '202', message: 'Petición de cancelación realizada previamente' },
  notTheIssuer: { code: '203', message: 'No corresponde el RFC del emisor y de quien solicita la cancelación' },
  notFound: { code: '205', message: 'UUID no encontrado' },
  motive: { code: '207', message: 'No se especificó el motivo de cancelación o no es válido' },
  substitute: { code: '208', message: 'Folio de sustitución inválido' },
  substituteUnwanted: { code: '209', message: 'Folio de sustitución no requerido' },
  relation: { code: '212', message: 'Relación no válida o inexistente' },
  notCancelable: { code: 'no_cancelable', message: 'El UUID contiene CFDI relacionados' },
} as const;

export type EstatusUuid = keyof typeof estatusUuid;

/** Whether SAT has the request, now or from before: only then there is a receipt worth keeping. */
export const isTaken = (estatus: EstatusUuid): boolean => estatus === 'taken' || estatus === 'takenBefore';
