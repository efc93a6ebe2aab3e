const HOUR = 3_600_000;

/** `AAAA-MM-DDThh:mm:ss` in the central zone, UTC-6 all year round (Ley de los Husos Horarios, 2022-10-28). */
export const centralTime = (instant: Date): string => new Date(instant.getTime() - 6 * HOUR).toISOString().slice(0, 19);

/**
 * The instants that a Fecha can mean. It has no zone: it is the local time of LugarExpedicion, and Mexico's zones
 * run from UTC-5 (Quintana Roo) to UTC-8 (Baja California). Milliseconds; NaN when it is no date.
 */
export function instantsOf(fecha: string): { earliest: number; latest: number } {
  const utc = Date.parse(`${fecha}Z`);
  return { earliest: utc + 5 * HOUR, latest: utc + 8 * HOUR };
}
