import { ublBe } from './be.ts';
import type { National } from './case.ts';
import { xrechnung } from './de.ts';
import { peppolAgid } from './it.ts';
import { nlcius } from './nl.ts';
import { peppolBis3 } from './peppol.ts';
import { ciusPt } from './pt.ts';
import { ciusRo } from './ro.ts';

export type { National, NationalCase } from './case.ts';

/** What breaks the rules of national specifications, by the name of the feature that writes for them. */
export const nationals: Readonly<Record<string, National>> = {
  'nl/nlcius': nlcius,
  'ro/cius-ro': ciusRo,
  'eu/peppol-bis-3': peppolBis3,
  'it/peppol-agid': peppolAgid,
  'be/ubl-be': ublBe,
  'pt/cius-pt': ciusPt,
  'de/xrechnung': xrechnung,
};
