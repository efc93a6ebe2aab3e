import { hasArtefacts } from './artefacts.ts';
import { runGolden } from './golden.ts';
import { runExtensionNames, runNames } from './names.ts';
import { Oracle, oracleMissing } from './oracle.ts';
import { runParser } from './parser.ts';
import {
  runCiiRoundTrips,
  runIssued,
  runProfileRoundTrips,
  runRoundTrips,
  runWhole,
  runWritten,
} from './round-trip/index.ts';
import { runMutants } from './run-mutants.ts';
import { type Row, runSuite } from './run-suite.ts';
import { suites } from './suites.ts';
import { runTestSets } from './testsets.ts';
import { runXmute } from './xmute.ts';

/**
 * `npm run suites -- [TEXT…] [--differences] [--written=8] [--mutants=2000] [--seed=1]`: official documents judged by our
 * compiled rules, compared with the recorded verdicts, with the unit files' own expectations, and with Saxon-HE. TEXT chooses the rows
 * whose name contains it. Exit 1 when verdicts differ.
 */
const chosen = process.argv.slice(2).filter((each) => !each.startsWith('--'));
const verbose = process.argv.includes('--differences');
const option = (name: string, value: number): number =>
  Number(process.argv.find((each) => each.startsWith(`--${name}=`))?.split('=')[1] ?? value);

const wanted = (name: string): boolean =>
  chosen.length === 0 || chosen.some((each) => name.toLowerCase().includes(each.toLowerCase()));

if (!hasArtefacts) process.stdout.write('skipped: the official artefacts are not beside this checkout\n');
else process.exitCode = (await all()) === 0 ? 0 : 1;

/** How many documents differ in all. */
async function all(): Promise<number> {
  let different = 0;
  print(['suite', 'documents', 'rules', 'assertions', 'findings', 'differences']);
  for await (const row of rows()) different += shown(row);
  process.stdout.write(`${different} documents differ\n`);
  return different;
}

async function* rows(): AsyncGenerator<Row> {
  const forms = suites.flatMap((suite) =>
    (['sch', 'xslt'] as const)
      .filter((form) => form === 'xslt' || suite.sch !== undefined)
      .map((form) => ({ suite, form, name: `${suite.name} (.${form})` })),
  );
  if (wanted('XML parser')) yield runParser();
  for (const { suite, form, name } of forms) {
    const row = wanted(`${name}, recorded`) ? runGolden(suite, form) : undefined;
    if (row) yield row;
  }
  if (wanted('read and written again')) {
    yield* runRoundTrips();
    yield* runCiiRoundTrips();
    yield* runProfileRoundTrips();
  }
  if (wanted('issued as a PDF')) yield* runIssued();
  if (wanted('received and issued whole')) yield* runWhole();
  if (wanted('unit files')) yield* runTestSets();
  if (wanted('xmute')) yield* runXmute();
  if (wanted('NLCIUS names')) {
    yield runNames();
    yield runExtensionNames();
  }
  const missing = oracleMissing();
  if (missing !== undefined) return process.stdout.write(`skipped, for want of Saxon: everything else; ${missing}\n`);
  const oracle = new Oracle();
  for (const { suite, form, name } of forms) if (wanted(name)) yield await runSuite(suite, form, oracle);
  if (wanted('written, then judged')) yield* runWritten(oracle, option('written', 8));
  if (wanted('mutants')) yield* runMutants(oracle, option('mutants', 2000), option('seed', 1));
  return oracle.close();
}

function shown(row: Row): number {
  const { suite, documents, rules, assertions, findings, different, note } = row;
  print([suite, documents, rules, assertions, findings, different.size], note);
  for (const [document, found] of [...different].slice(0, verbose ? different.size : 3)) {
    process.stdout.write(`    ${document}\n`);
    for (const each of found.slice(0, verbose ? found.length : 3)) process.stdout.write(`      ${each}\n`);
  }
  return different.size;
}

function print(cells: readonly (string | number)[], note?: string): void {
  const [name, ...rest] = cells.map(String);
  process.stdout.write(
    `${(name ?? '').padEnd(58)}${rest.map((cell) => cell.padStart(12)).join('')}${note ? `  ${note}` : ''}\n`,
  );
}
