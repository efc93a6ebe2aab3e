import { attachedFiles, openPdf } from '../../../actions/lib/pdf/index.ts';
import { type Engine, type Feature, fail, problemsOf, selectPipeline } from '../../../engine/index.ts';
import { findFeature, localConfig, openEnvironment, openFeature } from '../../../platform/environment/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { bytesOf } from '../artefacts.ts';
import type { Row } from '../run-suite.ts';
import { profileTrips } from './profiles.ts';
import { termDifferences, termsOf } from './terms.ts';

/** The first day of the release: documents are older, and are issued as if of that day. */
const day = '2026-09-01';
const limits = { maxBytes: 64 * 1024 * 1024, maxFiles: 10 };

/**
 * Valid documents of Factur-X, issued by its feature as an ERP without a PDF of its own would: calculated, judged by our rules, written,
 * validated, printed, and put into the PDF. What is in the PDF must say the same business terms.
 */
export async function runIssued(every = 1): Promise<Row> {
  const feature = await openFeature(findFeature('fr/factur-x').folder);
  const { engine, close } = openEnvironment(localConfig('.timbre'), { store: memoryStore() });
  const different = new Map<string, readonly string[]>();
  let documents = 0;
  let values = 0;
  for await (const { profile, table, read, judge, documents: all } of profileTrips())
    for (const path of all().filter((_, index) => index % every === 0)) {
      const bytes = bytesOf(path);
      const { xsd, rules } = judge(bytes);
      if (xsd.length + rules.length > 0) continue;
      documents++;
      const wrong = await tried(async () => {
        const given = termsOf(bytes, table);
        values += given.size;
        const invoice = Object.assign({}, read(bytes).data, { issueDate: day });
        const issued = termsOf(await issue(engine, feature, profile, invoice), table);
        return termDifferences(given, issued).filter((each) => !/^[-+] BT-2 /.test(each));
      });
      if (wrong.length > 0) different.set(path, wrong);
    }
  await close();
  return { suite: 'issued as a PDF: Factur-X', documents, rules: 0, assertions: values, findings: 0, different };
}

/** The XML in the PDF that came of it. */
async function issue(engine: Engine, feature: Feature, profile: string, invoice: object): Promise<Uint8Array> {
  const { selected } = selectPipeline([feature], { format: 'factur-x', profile }, invoice);
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
