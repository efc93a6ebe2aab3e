import { exists, filesBelow, golden } from './artefacts.ts';
import { drawn } from './drawn.ts';
import type { Judged } from './run-suite.ts';

/** Documents and a rule set that judges them: the authority's XSLT, and the Schematron that it was made of where that is there. */
export interface Suite {
  readonly name: string;
  /** Run by the oracle, and read by us. */
  readonly xslt: string;
  /** Read by us as well. */
  readonly sch?: string;
  readonly documents: () => readonly string[];
  /** Documents that are made, where the authority has none. */
  readonly drawn?: () => readonly Judged[];
  /** Where the files of `document()` stand, if not beside the Schematron. */
  readonly codes?: string;
  /** What has to be written otherwise in the XSLT before Saxon-HE 9.9 takes it; it must mean the same. */
  readonly rewritten?: { readonly pattern: RegExp; readonly by: string };
  /** Where the authority's Schematron is not what its XSLT was made of: the findings that differ for that. */
  readonly known?: { readonly why: string; readonly findings: RegExp };
}

/** All UBL invoices and credit notes with a recorded verdict; all CII invoices likewise. */
const recorded = (name: string) => (): string[] =>
  Object.keys(golden<Record<string, unknown>>(name))
    .map((path) => `eu/${path}`)
    .filter(exists)
    .sort();
const ubl = recorded('en16931-1.3.16-ubl');
const cii = recorded('en16931-1.3.16-cii');

/** A folder's own documents, and every `step`-th of the others, which are wrong in ways that its own are not. */
const own =
  (folder: string, others: () => string[] = () => [], step = 1) =>
  (): string[] => [
    ...new Set([
      ...filesBelow(folder, /\.(xml|isdoc)$/i).filter(
        (path) => !/\/(xsd|xslt|sch|rules|_common|schemas|structure|codelist)\//.test(path),
      ),
      ...others().filter((_, index) => index % step === 0),
    ]),
  ];

const pint = (folder: string, xslt: string, sch: string, kinds: readonly string[]): Suite[] =>
  kinds.flatMap((kind) =>
    ['PINT-UBL-validation-preprocessed', 'PINT-jurisdiction-aligned-rules', 'PINT-EN16931-aligned-rules']
      .filter((name) => exists(`eu/pint/${folder}/${xslt}${kind}${name}.xslt`))
      .map((name) => ({
        name: `PINT ${folder.replace('pint-', '')} ${kind}${name.replace('PINT-', '')}`,
        xslt: `eu/pint/${folder}/${xslt}${kind}${name}.xslt`,
        sch: `eu/pint/${folder}/${sch}${kind}${name}.sch`,
        documents: own(`eu/pint/${folder}/test-files`, ubl, 12),
      })),
  );

const facturX = ['MINIMUM', 'BASIC-WL', 'BASIC', 'EN16931', 'EXTENDED'].map((profile) => ({
  name: `Factur-X ${profile}`,
  xslt: `eu/factur-x/xslt-1.09.2/FACTUR-X_${profile}.xslt`,
  sch: `eu/factur-x/sch-1.09.2/FACTUR-X_${profile}.sch`,
  codes: 'eu/factur-x/xslt-1.09.2',
  documents: own('eu/factur-x/test-files-xml', cii, profile === 'EXTENDED' ? 8 : 4),
}));

const postAward = ['T01', 'T110', 'T111', 'T114', 'T115', 'T116', 'T16', 'T19', 'T58', 'T71', 'T76', 'T77'].map(
  (transaction) => ({
    name: `Peppol ${transaction}`,
    xslt: `eu/peppol-bis-3/2026.5/xslt/PEPPOLBIS-${transaction}.xslt`,
    sch: `eu/peppol-bis-3/2026.5/sch/PEPPOLBIS-${transaction}.sch`,
    documents: own('eu/peppol-bis-3/2026.5/test-files', ubl, 50),
  }),
);

/** Saxon 9.9 has no pattern `(a | b)[c]/(d | e)/f`. */
const twoParents = {
  pattern:
    /\((ubl:Invoice) \| (cn:CreditNote)\)(\[[^\]]*\])\/\((cac:InvoiceLine) \| (cac:CreditNoteLine)\)\/(cac:\w+)/g,
  by: '$6[parent::*[self::$4 or self::$5]/parent::*[self::$1 or self::$2]$3]',
};

const france = [
  ['20260804_BR-FR-Flux2-Schematron-UBL_V1.4.0.03', ubl],
  ['20260804_BR-FR-Flux2-Schematron-CII_V1.4.0.03', cii],
  ['20260804_EXTENDED-CTC-FR-UBL-V1.4.0.03', ubl],
  ['20260804_EXTENDED-CTC-FR-CII-V1.4.0.03', cii],
  ['20260804_BR-FR-CDV-Schematron-CDAR_V1.4.0.03', () => []],
] as const;

const flux10 = 'eu/fr-ctc-1.4.0.03/ppf/flux10/1.0';

export const suites: readonly Suite[] = [
  {
    name: 'EN 16931 UBL',
    xslt: 'eu/en16931/ubl/xslt/EN16931-UBL-validation.xslt',
    sch: 'eu/en16931/ubl/schematron/EN16931-UBL-validation.sch',
    documents: ubl,
  },
  {
    name: 'EN 16931 CII',
    xslt: 'eu/en16931/cii/xslt/EN16931-CII-validation.xslt',
    sch: 'eu/en16931/cii/schematron/EN16931-CII-validation.sch',
    documents: cii,
  },
  {
    name: 'Peppol BIS 3 UBL',
    xslt: 'eu/peppol-bis-3/2026.5/xslt/PEPPOL-EN16931-UBL.xslt',
    sch: 'eu/peppol-bis-3/2026.5/sch/PEPPOL-EN16931-UBL.sch',
    documents: own('eu/peppol-bis-3/2026.5/test-files', ubl),
  },
  {
    name: 'Peppol BIS 3 self-billing',
    xslt: 'eu/peppol-bis-3/2026.5/xslt/PEPPOL-EN16931-UBL-SB.xslt',
    sch: 'eu/peppol-bis-3/2026.5/sch/PEPPOL-EN16931-UBL-SB.sch',
    documents: own('eu/peppol-bis-3/2026.5/test-files', ubl, 4),
  },
  ...postAward,
  {
    name: 'Peppol MLS',
    xslt: 'eu/peppol-bis-3/mls-1.0.1/xslt/peppol-mls-1.0.1.xslt',
    sch: 'eu/peppol-bis-3/mls-1.0.1/sch/peppol-mls-1.0.1.sch',
    documents: own('eu/peppol-bis-3/mls-1.0.1/test-files'),
  },
  {
    name: 'XRechnung UBL',
    xslt: 'eu/xrechnung/phive-3.0.2/xslt/XRechnung-UBL-validation.xslt',
    sch: 'eu/xrechnung/phive-3.0.2/sch/ubl/XRechnung-UBL-validation.sch',
    documents: ubl,
  },
  {
    name: 'XRechnung CII',
    xslt: 'eu/xrechnung/phive-3.0.2/xslt/XRechnung-CII-validation.xslt',
    sch: 'eu/xrechnung/phive-3.0.2/sch/cii/XRechnung-CII-validation.sch',
    documents: cii,
  },
  ...facturX,
  ...pint('pint-1.1.3', 'xslt/xslt/', 'sch/', ['']),
  ...pint('pint-ae-2026.5', 'xslt/', 'sch/', ['billing/', 'selfbilling/']),
  ...pint('pint-aunz-1.1.3', 'xslt/xslt/', 'sch/', ['billing/', 'selfbilling/']),
  ...pint('pint-eu-1.1.1', 'xslt/xslt/', 'sch/', ['']),
  ...pint('pint-jp-1.1.3', 'xslt/xslt/', 'sch/', ['']),
  ...pint('pint-my-1.3.1', 'xslt/xslt/', 'sch/', ['billing/', 'selfbilling/']),
  ...pint('pint-om-1.0.1', 'xslt/', 'sch/', ['billing/', 'selfbilling/']),
  ...pint('pint-sg-1.4.1', 'xslt/xslt/', 'sch/', ['']),
  {
    name: 'NLCIUS UBL',
    xslt: 'eu/nl-nlcius/xslt/simplerinvoicing/si-ubl-2.0.3.13.xslt',
    sch: 'eu/nl-nlcius/sch/si-ubl-2.0.3.13.sch',
    documents: own('eu/nl-nlcius/test-files/SI-UBL-2.0.3.2', ubl, 3),
  },
  {
    name: 'NLCIUS CII',
    xslt: 'eu/nl-nlcius/xslt/nlcius/nlcius-cii-1.0.3.13.xslt',
    documents: own('eu/nl-nlcius/test-files/NLCIUS-CII-1.0.3', cii, 3),
  },
  {
    name: 'CIUS-RO',
    xslt: 'eu/cius-ro-1.0.9/xslt/EN16931-CIUS_RO-UBL-validation.xslt',
    sch: 'eu/cius-ro-1.0.9/sch/EN16931-CIUS_RO-UBL-validation.sch',
    documents: own('eu/cius-ro-1.0.9/test-files', ubl, 3),
  },
  {
    name: 'CIUS-RO ROeFactura',
    xslt: 'eu/cius-ro-1.0.9/xslt/ROeFactura-UBL-validation-Invoice_v1.0.9.xslt',
    documents: own('eu/cius-ro-1.0.9/test-files', ubl, 6),
  },
  {
    name: 'CIUS-PT',
    xslt: 'eu/cius-pt-2.1.1/xslt/urn_feap.gov.pt_CIUS-PT_2.1.1.xslt',
    sch: 'eu/cius-pt-2.1.1/sch/urn_feap.gov.pt_CIUS-PT_2.1.1.sch',
    documents: own('eu/cius-pt-2.1.1/test-files', ubl, 3),
  },
  {
    name: 'UBL.BE',
    xslt: 'eu/be-ublbe-1.31/xslt/GLOBALUBL.BE.xslt',
    sch: 'eu/be-ublbe-1.31/sch/GLOBALUBL.BE.sch',
    documents: own('eu/be-ublbe-1.31/test-files', ubl, 3),
  },
  ...france.map(([file, others]) => ({
    name: `France ${file.replace(/^\d+_|-?Schematron-|[-_]?V[\d.]+$/g, '')}`,
    xslt: `eu/fr-ctc-1.4.0.03/xslt/${file}.xslt`,
    sch: `eu/fr-ctc-1.4.0.03/sch/${file}.sch`,
    documents: own('eu/fr-ctc-1.4.0.03', () => [...others()], 2),
    rewritten: twoParents,
  })),
  ...['UBL_1_8_CIBLE', 'CII_1_8_CIBLE', 'UBL_1_8_DEMARRAGE', 'CII_1_8_DEMARRAGE']
    .map((kind) => `PPF_Flux1_${kind}_v0_2`)
    .map((file) => ({
      name: `France ${file}`,
      xslt: `eu/fr-ctc-1.4.0.03/ppf/flux1/0.2/xslt/${file}.xslt`,
      sch: `eu/fr-ctc-1.4.0.03/ppf/flux1/0.2/sch/${file}.sch`,
      documents: file.includes('UBL')
        ? () => ubl().filter((_, i) => i % 8 === 0)
        : () => cii().filter((_, i) => i % 8 === 0),
    })),
  {
    name: 'France PPF_Flux10',
    xslt: `${flux10}/xslt/PPF_Flux10_v1_0.xslt`,
    sch: `${flux10}/sch/PPF_Flux10_v1_0.sch`,
    documents: () => [],
    drawn: () => drawn(`${flux10}/sch/PPF_Flux10_v1_0.sch`, 300),
  },
  {
    name: 'AGID',
    xslt: 'eu/it-peppol-agid-3.2.1/xslt/invoice/AGID-EN16931-UBL.xslt',
    sch: 'eu/it-peppol-agid-3.2.1/sch/invoice/AGID-EN16931-UBL.sch',
    documents: own('eu/it-peppol-agid-3.2.1', ubl, 6),
    known: { why: 'upstream: TD29 is in the XSLT only', findings: /BR-IT-DE-002/ },
  },
  ...['Invoice', 'CreditNote'].map((kind) => ({
    name: `OIOUBL 2.1 ${kind}`,
    xslt: `eu/dk-oioubl/2.1-rules-1.17.2/xslt/OIOUBL_${kind}_Schematron.xslt`,
    documents: own('eu/dk-oioubl', ubl, 16),
  })),
  ...['Invoice', 'Creditnote'].map((kind) => ({
    name: `OIOUBL 3.0 ${kind}`,
    xslt: `eu/dk-oioubl/3.0.1/xslt/xslt/OIOUBL-${kind}.xslt`,
    sch: `eu/dk-oioubl/3.0.1/sch/OIOUBL-${kind}.sch`,
    documents: own('eu/dk-oioubl', ubl, 8),
  })),
  ...['DK-PEPPOLBIS-T111', 'DK-PEPPOLBIS-T71', 'OIOUBL-Invoice-Response', 'OIOUBL-Message-Level-Response'].map(
    (file) => ({
      name: `OIOUBL 3.0 ${file.replace('OIOUBL-', '')}`,
      xslt: `eu/dk-oioubl/3.0.1/xslt/xslt/${file}.xslt`,
      sch: `eu/dk-oioubl/3.0.1/sch/${file}.sch`,
      documents: own('eu/dk-oioubl', ubl, 50),
    }),
  ),
  ...['20210819_ZATCA_E-invoice_Validation_Rules', 'CEN-EN16931-UBL'].map((file) => ({
    name: `ZATCA ${file.replace(/^\d+_ZATCA_/, '')}`,
    xslt: `sa/schematron/3.4.6/${file}.xsl`,
    documents: own('sa/samples', ubl, 4),
  })),
  {
    name: 'Svefaktura',
    xslt: 'eu/se-svefaktura/main/schemas/1.0/svenfaktura-1.0-sch.xslt',
    documents: own('eu/se-svefaktura/test'),
  },
  {
    name: 'ISDOC',
    xslt: 'eu/cz-isdoc-6.0.2/xslt/isdoc-6.0.2.xslt',
    sch: 'eu/cz-isdoc-6.0.2/sch/isdoc-6.0.2.sch',
    documents: own('eu/cz-isdoc-6.0.2'),
  },
  ...(
    [
      ['ae', 'xslt/xslt/peppol-ae-tdd-1.0.4', 'sch/peppol-ae-tdd-1.0.4'],
      ['om', 'xslt/peppol-om-tdd', 'sch/peppol-om-tdd'],
      ['sk', 'xslt/Peppol-Slovak Republic-TDD', 'sch/Peppol-Slovak Republic-TDD'],
      ['vida', 'xslt/Peppol-ViDA-TDD', 'sch/Peppol-ViDA-TDD'],
    ] as const
  ).map(([country, xslt, sch]) => ({
    name: `Peppol TDD ${country}`,
    xslt: `eu/peppol-tdd/${country}/${xslt}.xslt`,
    sch: `eu/peppol-tdd/${country}/${sch}.sch`,
    documents: own(`eu/peppol-tdd/${country}`),
  })),
];
