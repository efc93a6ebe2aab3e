import { filesBelow } from '../artefacts.ts';

/** Documents of one authority, and its rules beside those of EN 16931. */
interface DocumentSet {
  /** What reads and writes them; without it `eu/en16931`. */
  readonly feature?: string;
  readonly folders: readonly string[];
  /** Which files of the folders; all XML without it. */
  readonly name?: RegExp;
  readonly rules: readonly string[];
  /** Its rules for CII, where its feature has that syntax, too; without them CII is read and written by `eu/en16931`. */
  readonly cii?: readonly string[];
  /** Where the levels of rules stand, if they are not their own: the scenarios of KoSIT's validator. */
  readonly scenarios?: string;
}

/** The sets of documents that are read and written again. */
export const sets: Readonly<Record<string, DocumentSet>> = {
  'EN 16931': { folders: ['en16931/ubl/examples', 'en16931/test/testfiles', 'en16931/cii/examples'], rules: [] },
  'Peppol BIS 3': {
    feature: 'eu/peppol-bis-3',
    folders: ['peppol-bis-3/source-3.0.19/rules', 'peppol-bis-3/2026.5/test-files/billing'],
    rules: ['peppol-bis-3/2026.5/sch/PEPPOL-EN16931-UBL.sch'],
  },
  'Peppol self-billing': {
    feature: 'eu/peppol-bis-3',
    folders: ['peppol-bis-3/2026.5/test-files'],
    name: /SB-.*\.xml$/,
    rules: ['peppol-bis-3/2026.5/sch/PEPPOL-EN16931-UBL-SB.sch'],
  },
  XRechnung: {
    feature: 'de/xrechnung',
    folders: [
      'xrechnung/testsuite',
      'xrechnung/schematron-2.5.1-SNAPSHOT/test-instances',
      'xrechnung/validator-configuration',
    ],
    rules: ['xrechnung/phive-3.0.2/sch/ubl/XRechnung-UBL-validation.sch'],
    cii: ['xrechnung/phive-3.0.2/sch/cii/XRechnung-CII-validation.sch'],
    scenarios: 'eu/xrechnung/validator-configuration/scenarios.xml',
  },
  'CII and UBL pairs': { folders: ['cii-ubl-pairs'], rules: [] },
  'Factur-X': {
    folders: ['factur-x/test-files-xml', 'factur-x/corpus', 'factur-x/mustang', 'factur-x/akretion-fixtures'],
    rules: [],
  },
  NLCIUS: { feature: 'nl/nlcius', folders: ['nl-nlcius/test-files'], rules: ['nl-nlcius/sch/si-ubl-2.0.3.13.sch'] },
  'CIUS-RO': {
    feature: 'ro/cius-ro',
    folders: ['cius-ro-1.0.9/test-files'],
    rules: ['cius-ro-1.0.9/sch/EN16931-CIUS_RO-UBL-validation.sch'],
  },
  // Read and written by the base: today's CIUS-PT wants more decimals than these documents have.
  'CIUS-PT': { folders: ['cius-pt-2.1.1/test-files'], rules: ['cius-pt-2.1.1/sch/urn_feap.gov.pt_CIUS-PT_2.1.1.sch'] },
  'UBL.BE': {
    feature: 'be/ubl-be',
    folders: ['be-ublbe-1.31/test-files'],
    rules: ['be-ublbe-1.31/sch/GLOBALUBL.BE.sch'],
  },
};

/** What the sets have besides valid documents: wrong by their own name, or by what EN 16931 says of every invoice. */
const wrong = [
  /nl-nlcius\/.*_error[_.]/,
  // Two totals of tax in one currency: made to break PEPPOL-EN16931-R053.
  /ubl-inv-peppol-en16931-r053-2\.xml$/,
  // Without BT-24, or BT-23, which are written all the same.
  /validator-configuration\/test\/instances\/ubl006\.xml$/,
  /cii-br-dex-08-schemeid-test-3\.xml$/,
  /UBL-CreditNote-2\.1-Example\.ubl\.xml$/,
  // The scheme of an electronic address that is empty; a bank (BT-86) without the account (BT-84) that BG-17 must have.
  /XRechnung-O\.xml$/,
  /cii-br-de-25-test-bg-19-with-bt-86-[13]\.xml$/,
  // Made to have twice what an element of CII has once: the text of terms of payment (CII-SR-453), the event of BT-8 (CII-SR-462).
  /cii-(bt-20-cardinality-check|cii-sr-462-bt-8-cardinality-test)\.xml$/,
  // A scheme that nobody has, where no rule looks for it.
  /cii-br-dex-05-schemeid-test-4\.xml$/,
  // BT-8 by the list of UBL, against BR-CL-06: reported, not read.
  /cii-input\/issues\/issue22\.xml$/,
];

export function documentsOf(set: string): readonly string[] {
  const { folders = [], name = /\.xml$/i } = sets[set] ?? {};
  const all = folders.flatMap((folder) => filesBelow(`eu/${folder}`, name));
  return all.filter((path) => !wrong.some((each) => each.test(path)));
}
