import { filesBelow } from '../artefacts.ts';

/** Documents of one authority, and its rules beside those of EN 16931. */
interface DocumentSet {
  /** What reads and writes them; without it `eu/en16931`. */
  readonly feature?: string;
  readonly folders: readonly string[];
  /** Which files of the folders; all XML without it. */
  readonly name?: RegExp;
  readonly rules: readonly string[];
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

/** What the sets have besides valid documents: wrong by their own name, or by a rule that EN 16931 itself does not have. */
const wrong = [
  /nl-nlcius\/.*_error[_.]/,
  // Two totals of tax in one currency: made to break PEPPOL-EN16931-R053.
  /ubl-inv-peppol-en16931-r053-2\.xml$/,
  // Without BT-24, which is written all the same.
  /validator-configuration\/test\/instances\/ubl006\.xml$/,
  /UBL-CreditNote-2\.1-Example\.ubl\.xml$/,
  // An address, or an account, of which there is only the scheme, or the bank.
  /XRechnung-O\.xml$/,
  /cii-br-de-25-test-bg-19-with-bt-86-[13]\.xml$/,
  // More than ten decimals.
  /(01\.20a|03\.06a)-INVOICE_uncefact\.xml$/,
  /01\.0[12]_comprehensive_test_uncefact\.xml$/,
  /cii-br-(tmp-3|de-tmp-32-bg-14|de-tmp-32-bg-26|de-tmp-32-bt-72)-test\.xml$/,
  // Made to have twice what EN 16931 has once: terms of payment, the event of BT-8.
  /cii-(bt-20-cardinality-check(-2)?|cii-sr-462-bt-8-cardinality-test)\.xml$/,
  // Another scheme than one of ISO 6523, as a global identifier.
  /cii-br-dex-04-schemeid-test-[24]\.xml$/,
  // BT-8 by the list of UBL.
  /cii-input\/issues\/issue22\.xml$/,
  // The profile EXTENDED has lists of terms of payment, and several notes, objects and discounts on a line.
  /extended\/factur-x-(7|8|11|18|23)\.xml$/,
  /(doublecashdiscount|Kaffee_Bundle_Set_Bsp4__|UC10_F202600004_EXTENDED_FX_CII_Commentee|invalidSubInvoiceLineHierarchy)\.xml$/,
  /akretion-fixtures\/xml\/factur-x-extended\.xml$/,
  // One account with an IBAN and another number.
  /ZUGFeRD2-invoice(-adjusted)?\.xml$/,
];

export function documentsOf(set: string): readonly string[] {
  const { folders = [], name = /\.xml$/i } = sets[set] ?? {};
  const all = folders.flatMap((folder) => filesBelow(`eu/${folder}`, name));
  return all.filter((path) => !wrong.some((each) => each.test(path)));
}
