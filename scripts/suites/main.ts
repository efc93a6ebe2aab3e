import { hasArtefacts } from './artefacts.ts';
import { Oracle, oracleMissing } from './oracle.ts';
import { type Row, runSuite } from './run-suite.ts';
import { suites } from './suites.ts';

/**
 * `npm run suites -- [TEXT…] [--differences]`: official documents judged by our compiled rules, by the recorded verdicts and
 * by Saxon-HE. TEXT chooses the suites whose name contains it. Exit 1 when verdicts differ.
 */
const chosen = process.argv.slice(2).filter((each) => !each.startsWith('--'));
const verbose = process.argv.includes('--differences');
const wanted = (name: string): boolean =>
  chosen.length === 0 || chosen.some((each) => name.toLowerCase().includes(each.toLowerCase()));

const missing = oracleMissing();
if (!hasArtefacts) process.stdout.write('skipped: the official artefacts are not beside this checkout\n');
else {
  if (missing !== undefined) process.stdout.write(`without Saxon: ${missing}\n`);
  const oracle = new Oracle();
  let bad = 0;
  print(['suite', 'documents', 'rules', 'assertions', 'findings', 'differences']);
  for (const suite of suites.filter(({ name }) => wanted(name)))
    for (const form of suite.sch === undefined ? (['xslt'] as const) : (['sch', 'xslt'] as const)) {
      if (missing !== undefined) continue;
      try {
        bad += shown(await runSuite(suite, form, oracle));
      } catch (error) {
        bad++;
        print([
          `${suite.name} (.${form})`,
          '',
          '',
          '',
          '',
          error instanceof Error ? error.message.split('\n').slice(0, 1).join('').slice(0, 300) : String(error),
        ]);
      }
    }
  oracle.close();
  process.exitCode = bad === 0 ? 0 : 1;
}

function shown(row: Row): number {
  const { suite, documents, rules, assertions, findings, different, note } = row;
  print([suite, documents, rules, assertions, findings, `${different.size}${note ? `  (${note})` : ''}`]);
  for (const [document, found] of [...different].slice(0, verbose ? 1000 : 3)) {
    process.stdout.write(`    ${document}\n`);
    for (const each of found.slice(0, verbose ? 1000 : 3)) process.stdout.write(`      ${each}\n`);
  }
  return different.size;
}

function print(cells: readonly (string | number)[]): void {
  const [name, ...rest] = cells.map(String);
  process.stdout.write(`${(name ?? '').padEnd(58)}${rest.map((cell) => cell.padStart(12)).join('')}\n`);
}
