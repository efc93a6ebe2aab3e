import { attachedFiles, openPdf } from '../../../actions/lib/pdf/index.ts';
import { type Context, type Engine, type Feature, fail, problemsOf, selectPipeline } from '../../../engine/index.ts';
import { findFeature, localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { opening } from '../../services/opened.ts';
import { bytesOf } from '../artefacts.ts';
import type { Row } from '../run-suite.ts';
import { createJudge, schemas } from './judge.ts';
import { type ProfileTrip, profileTrips } from './profiles.ts';
import { readTerms, termDifferences, termsOf } from './terms.ts';
import { tripsOf } from './trips.ts';
import { incomplete } from './whole.ts';

/** The first day of the release: documents are older, and are issued as if of that day. */
const day = '2026-09-01';
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
      const wrong = await tried(async () => {
        const given = termsOf(bytes, table);
        values += given.size;
        const invoice = Object.assign({}, read(bytes).data, { issueDate: day });
        const told = termsOf(await issue(engine, feature, { format, profile }, invoice), table);
        return termDifferences(given, told).filter((each) => !/^[-+] BT-2 /.test(each));
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

/** The XML in the PDF that came of it. */
async function issue(engine: Engine, feature: Feature, context: Context, invoice: object): Promise<Uint8Array> {
  const { selected } = selectPipeline([feature], context, invoice);
  if (selected === undefined) return fail('INTERNAL', 'no pipeline issues it');
  const data = Buffer.from(JSON.stringify(invoice));
  const { result, problems } = await engine.advance(await engine.submit({ ...selected, data }));
  const document = result?.documents.document;
  const pdf = document && (await engine.document(document.path));
  if (pdf === undefined) throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('; '));
  const [file] = attachedFiles(await openPdf(pdf, limits), limits);
  return file?.content() ?? fail('INTERNAL', 'the PDF is empty');
}

async function tried(work: () => Promise<string[]>): Promise<string[]> {
  try {
    return await work();
  } catch (thrown) {
    return problemsOf(thrown).map(({ code, message }) => `${code} ${message}`);
  }
}
