import { filesBelow } from '../artefacts.ts';

/** The sets of documents that are read and written again, and the folders they stand in. */
export const sets: Readonly<Record<string, readonly string[]>> = {
  'EN 16931': ['en16931/ubl/examples', 'en16931/test/testfiles', 'en16931/cii/examples'],
  'Peppol BIS 3': ['peppol-bis-3/source-3.0.19/rules', 'peppol-bis-3/2026.5/test-files/billing'],
  XRechnung: [
    'xrechnung/testsuite',
    'xrechnung/schematron-2.5.1-SNAPSHOT/test-instances',
    'xrechnung/validator-configuration',
  ],
  'CII and UBL pairs': ['cii-ubl-pairs'],
  NLCIUS: ['nl-nlcius/test-files'],
  'CIUS-RO': ['cius-ro-1.0.9/test-files'],
  'CIUS-PT': ['cius-pt-2.1.1/test-files'],
  'UBL.BE': ['be-ublbe-1.31/test-files'],
};

/** What the sets have besides valid documents: wrong by their own name, or by a rule that EN 16931 itself does not have. */
const wrong = [
  /nl-nlcius\/.*_error[_.]/,
  // Two totals of tax in one currency: made to break PEPPOL-EN16931-R053.
  /ubl-inv-peppol-en16931-r053-2\.xml$/,
  // Without BT-24, which is written all the same.
  /validator-configuration\/test\/instances\/ubl006\.xml$/,
];

export const documentsOf = (set: string): readonly string[] =>
  (sets[set] ?? []).flatMap((folder) =>
    filesBelow(`eu/${folder}`, /\.xml$/i).filter((path) => !wrong.some((each) => each.test(path))),
  );
