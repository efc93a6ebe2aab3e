import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fail, type Problem, problem, TimbreError } from '../../engine/index.ts';
import { compiledFolder } from '../../platform/cache/index.ts';
import {
  compileSchematron,
  type Finding,
  isFatal,
  parseDocument,
  problemKinds,
  type RuleSet,
  SchematronProblem,
  type Validation,
} from '../../schematron/index.ts';
import { exit } from '../exit.ts';
import { say } from '../print/people.ts';
import { bold, dim, green, red, yellow } from '../print/style.ts';

export interface ValidateOptions {
  readonly schematron: readonly string[];
  readonly phase?: string;
  readonly svrl?: string;
  readonly json?: boolean;
}

/** One file's line of `--json`. */
interface Judged {
  readonly file: string;
  readonly valid: boolean;
  readonly findings: readonly Pick<Finding, 'rule' | 'severity' | 'path' | 'line' | 'message'>[];
}

/** `timbre validate FILE… --schematron FILE`: documents judged by rule sets; 1 when a finding is fatal. */
export async function validate(files: readonly string[], options: ValidateOptions): Promise<number> {
  if (options.svrl !== undefined && (files.length > 1 || options.schematron.length > 1))
    fail('USAGE', '--svrl takes the report of one document by one rule set.');
  for (const each of [...files, ...options.schematron])
    if (!existsSync(each)) fail('FILE_MISSING', `There is no file ${each}.`);
  const ruleSets = options.schematron.map((each) => compiled(each, options.phase));
  const judged = files.map((file) => judge(file, ruleSets, options.svrl));
  for (const each of judged) tell(each, options.json === true);
  return judged.every(({ valid }) => valid) ? exit.accepted : exit.failed;
}

/** Compiled rule sets are kept, for most of the time is theirs: in the user's own folder, because what is there is run. */
function compiled(file: string, phase: string | undefined): RuleSet {
  try {
    return compileSchematron(file, { cache: compiledFolder(), ...(phase === undefined ? {} : { phase }) });
  } catch (thrown) {
    throw thrown instanceof SchematronProblem ? new TimbreError(ruleProblem(thrown)) : thrown;
  }
}

const ruleProblem = (thrown: SchematronProblem): Problem =>
  problem('RULE_SET_INVALID', `${thrown.code}: ${thrown.what}`, { place: thrown.place, hint: thrown.action });

function judge(file: string, ruleSets: readonly RuleSet[], svrl: string | undefined): Judged {
  let validations: readonly Validation[];
  try {
    const tree = parseDocument(readFileSync(file), { file });
    validations = ruleSets.map((each) => each.validate(tree));
  } catch (thrown) {
    if (!(thrown instanceof SchematronProblem) || problemKinds[thrown.code].blame !== 'document') throw thrown;
    const { line } = thrown.place;
    return {
      file,
      valid: false,
      findings: [{ rule: thrown.code, severity: 'fatal', path: '', line, message: thrown.what }],
    };
  }
  if (svrl !== undefined && validations[0]) write(svrl, validations[0].svrl());
  const findings = validations.flatMap((each) => each.findings);
  return { file, valid: !findings.some(isFatal), findings };
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (thrown) {
    fail('OUTPUT_FAILED', `${file} cannot be written: ${thrown instanceof Error ? thrown.message : thrown}.`);
  }
}

function tell({ file, valid, findings }: Judged, forPrograms: boolean): void {
  if (forPrograms) {
    const plain = findings.map(({ rule, severity, path, line, message }) => ({ rule, severity, path, line, message }));
    process.stdout.write(`${JSON.stringify({ file, valid, findings: plain })}\n`);
    return;
  }
  say(`${valid ? green('✓') : red('✗')} ${bold(file)}`);
  for (const each of findings) {
    const severity = isFatal(each) ? red(each.severity) : yellow(each.severity);
    say(`    ${severity}  ${each.rule}${each.rule === '' ? '' : '  '}${each.message}`);
    say(`      ${dim(`${file}:${each.line}  ${each.path}`)}`);
  }
}
