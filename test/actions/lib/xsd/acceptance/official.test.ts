import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { undeclareEncoding } from '../../../../../actions/lib/xml-text/index.ts';
import { compileXsd } from '../../../../../actions/lib/xsd/index.ts';
import type { Artefact } from '../../../../../engine/artefacts.ts';
import { hasArtefacts, artefact as shared } from '../../../../shared.ts';
import { artefactOf, certainly, cfdi40, satArtefact } from '../schemas.ts';
import { mutationsOf } from './mutations.ts';

/** TIMBRE_MUTATIONS=25000 is 75,000 in all. */
const numRuns = 4 * Number(process.env.TIMBRE_MUTATIONS ?? 250);

const below = (folder: string, extension: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension))
    .map((path) => join(folder, path));

const includes = (text: string) => (path: string) => readFileSync(path, 'utf8').slice(0, 4000).includes(text);

/** A main schema, with the folder of what it includes. */
const withFolder = (main: string, folder: string): Artefact =>
  artefactOf(
    main,
    Object.fromEntries([main, ...below(folder, '.xsd')].map((path) => [pathToFileURL(path).href, readFileSync(path)])),
  );

const cii = 'eu/cii-d16b-xsd/uncoupled clm/CII/uncefact/data/standard';
const worlds: [name: string, artefacts: () => Artefact[], documents: () => string[]][] = [
  [
    'CFDI 4.0 with its complements',
    () => [
      satArtefact(...cfdi40),
      satArtefact('TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd', 'tipoDatos/tdCFDI/tdCFDI.xsd'),
      satArtefact(
        'Pagos/Pagos20.xsd',
        'catalogos/Pagos/catPagos.xsd',
        'catalogos/catCFDI.xsd',
        'tipoDatos/tdCFDI/tdCFDI.xsd',
      ),
    ],
    () => below(shared('mx/samples'), '.xml').filter(includes('http://www.sat.gob.mx/cfd/4"')),
  ],
  [
    'UBL 2.1',
    () => [
      withFolder(shared('eu/ubl-2.1-xsd/xsdrt/maindoc/UBL-Invoice-2.1.xsd'), shared('eu/ubl-2.1-xsd/xsdrt/common')),
    ],
    () => below(shared('eu/en16931'), '.xml').filter(includes('schema:xsd:Invoice-2"')),
  ],
  [
    'CII D16B',
    () => [withFolder(shared(`${cii}/CrossIndustryInvoice_100pD16B.xsd`), shared(cii))],
    () => below(shared('eu/en16931'), '.xml').filter(includes('CrossIndustryInvoice:100"')),
  ],
];

describe.skipIf(!hasArtefacts).each(worlds)(
  'official documents of %s; needs the artefacts',
  (name, artefactsOf, documentsOf) => {
    const artefacts = hasArtefacts ? artefactsOf() : [];
    const documents = hasArtefacts ? documentsOf().map((path) => readFileSync(path, 'utf8')) : [];
    const accepts = hasArtefacts ? certainly(...artefacts) : () => false;
    /** In UTF-16, which only libxml2 reads. */
    const valid = (document: string): boolean => {
      try {
        const text = undeclareEncoding(document.replace(/^\uFEFF/, ''));
        return compileXsd(artefacts).validate(Buffer.from(`\uFEFF${text}`, 'utf16le')).length === 0;
      } catch {
        return false;
      }
    };
    const right = documents.filter(valid);

    it('are accepted without libxml2, nearly all that are right and none that is wrong', () => {
      const accepted = documents.filter(accepts);
      console.log(
        `${name}: ${documents.length} documents, ${right.length} valid, ${accepted.length} of them without libxml2`,
      );
      expect(accepted.filter((each) => !right.includes(each))).toEqual([]);
      expect(accepted.length).toBeGreaterThan(right.length * 0.9);
      expect(right.length).toBeGreaterThan(10);
    });

    it('are not accepted once they are made wrong', () => {
      const figures = { accepted: 0, valid: 0 };
      const judge = (document: string) => {
        const certain = accepts(document);
        const isValid = valid(document);
        if (certain) figures.accepted++;
        if (isValid) figures.valid++;
        return isValid || !certain;
      };
      fc.assert(fc.property(mutationsOf(right), judge), { numRuns, endOnFailure: true });
      console.log(`${name}: ${numRuns} mutations, ${figures.valid} valid, ${figures.accepted} of them without libxml2`);
      expect(figures.accepted).toBeGreaterThan(figures.valid * 0.8);
    });
  },
);
