import {
  type Context,
  type Engine,
  type Feature,
  problemsOf,
  selectPipeline,
  TimbreError,
} from '../../../engine/index.ts';
import { termDifferences } from './terms.ts';

/** The first day of the latest release: documents are older, and are issued as if of that day. */
export const day = '2026-09-01';

/** A document of the result of the run that business data makes. Throws what went wrong in it. */
export async function resultOf(
  engine: Engine,
  feature: Feature,
  context: Context,
  invoice: object,
  name: string,
): Promise<Uint8Array> {
  const { selected, problems: unfit } = selectPipeline([feature], context, invoice);
  if (selected === undefined) throw new TimbreError(unfit);
  const data = Buffer.from(JSON.stringify(invoice));
  const { result, problems } = await engine.advance(await engine.submit({ ...selected, data }));
  const document = result?.documents[name];
  const bytes = document && (await engine.document(document.path));
  if (bytes !== undefined) return bytes;
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw errors.length > 0 ? new TimbreError(errors) : new Error(`the run left no ${name}`);
}

/** In which business terms, but for the day of issue, a document says another thing than was given; or why there is none. */
export async function differencesFrom(
  given: ReadonlyMap<string, string>,
  told: () => Promise<ReadonlyMap<string, string>>,
): Promise<string[]> {
  try {
    return termDifferences(given, await told()).filter((each) => !/^[-+] BT-2 /.test(each));
  } catch (thrown) {
    return problemsOf(thrown).map(({ code, path = '', message }) => `${code} ${path} ${message}`);
  }
}
