import { attachedFiles, openPdf } from '../../../actions/lib/pdf/index.ts';
import { fail } from '../../../engine/index.ts';
import { findFeature, localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { opening } from '../../services/opened.ts';
import { bytesOf } from '../artefacts.ts';
import type { Row } from '../run-suite.ts';
import { createJudge, schemas } from './judge.ts';
import { type ProfileTrip, profileTrips } from './profiles.ts';
import { day, differencesFrom, resultOf } from './run-whole.ts';
import { readTerms, termsOf } from './terms.ts';
import { tripsOf } from './trips.ts';
import { incomplete } from './whole.ts';

const limits = { maxBytes: 64 * 1024 * 1024, maxFiles: 10 };

/** What documents are issued as, and what they are compared by. */
interface Issuing {
  readonly suite: string;
  readonly feature: string;
  readonly format: string;
  readonly trips: () => AsyncIterable<ProfileTrip>;
}

const issued: readonly Issuing[] = [
  { suite: 'Factur-X', feature: 'fr/factur-x', format: 'factur-x', trips: profileTrips },
  { suite: 'XRECHNUNG in ZUGFeRD', feature: 'de/zugferd', format: 'zugferd', trips: xrechnungTrips },
];

/**
 * Valid documents, issued by the features of hybrid invoices as an ERP without a PDF of its own would: calculated, judged by our rules,
 * written, validated, printed, and put into the PDF. What is in the PDF must say the same business terms. A row for each feature.
 */
export async function* runIssued(every = 1, wanted: (suite: string) => boolean = () => true): AsyncGenerator<Row> {
  for (const each of issued.filter(({ suite }) => wanted(suite))) yield await runFeature(each, every);
}

async function runFeature({ suite, feature: name, format, trips }: Issuing, every: number): Promise<Row> {
  const feature = await opening(findFeature(name).folder);
  const { engine, close } = openEnvironment(localConfig('.timbre'), { store: memoryStore() });
  const different = new Map<string, readonly string[]>();
  let documents = 0;
  let values = 0;
  for await (const { profile, table, read, judge, documents: all } of trips())
    for (const path of all().filter((_, index) => index % every === 0)) {
      const bytes = bytesOf(path);
      const { xsd, rules } = judge(bytes);
      if (xsd.length + rules.length > 0) continue;
      documents++;
      const given = termsOf(bytes, table);
      values += given.size;
      const wrong = await differencesFrom(given, async () => {
        const invoice = Object.assign({}, read(bytes).data, { issueDate: day });
        const pdf = await resultOf(engine, feature, { format, profile }, invoice, 'document');
        return termsOf(await xmlIn(pdf), table);
      });
      if (wrong.length > 0) different.set(path, wrong);
    }
  await close();
  return { suite: `issued as a PDF: ${suite}`, documents, rules: 0, assertions: values, findings: 0, different };
}

/** XRechnungen as CII that are neither of the extension nor of CVD, which PDFs do not carry. */
async function* xrechnungTrips(): AsyncGenerator<ProfileTrip> {
  for await (const trip of tripsOf('cii')) {
    if (trip.set !== 'XRechnung') continue;
    const documents = () =>
      trip
        .documents()
        .filter(
          (path) =>
            !incomplete(path) &&
            bytesOf(path).includes(':xrechnung_3.0</ram:ID>') &&
            !bytesOf(path).includes(':extension:'),
        );
    const judge = createJudge(trip.rules, 'cii', trip.levels);
    yield { ...trip, profile: 'xrechnung', table: readTerms('cii'), judge, documents, mains: schemas.cii };
  }
}

async function xmlIn(pdf: Uint8Array): Promise<Uint8Array> {
  const [file] = attachedFiles(await openPdf(pdf, limits), limits);
  return file?.content() ?? fail('INTERNAL', 'the PDF is empty');
}
