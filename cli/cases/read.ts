import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type HttpFailureKind, type Problem, problem, TimbreError, type Value } from '../../engine/index.ts';
import { readSource } from '../../engine/read-source.ts';
import { checkFile, createValidators } from '../../engine/schema/index.ts';
import type { SourceFile } from '../../engine/source.ts';
import type { SandboxFault } from '../../sandbox/index.ts';
import caseSchema from '../../schemas/case.schema.json' with { type: 'json' };
import { fromHere } from '../features.ts';

/** `cases/<name>/case.yaml`: a test of a feature, and an example. The fields are described in schemas/case.schema.json. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  /** case.yaml, as it was written. */
  readonly file: SourceFile;
  readonly title: string;
  readonly pipeline: string;
  readonly input?: string;
  /** Files in its folder that go with the business data. */
  readonly attachments?: readonly string[];
  /** What an authority tells by itself. */
  readonly messages?: readonly CaseMessage[];
  /** The case whose business data is submitted first; the case's own is related to that run, or speaks of it. */
  readonly original?: string;
  /** Fields of the business data that are filled with documents of the original's run, as text. */
  readonly take?: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string | TestCertificate>>;
  readonly at?: string;
  readonly needs?: readonly string[];
  readonly submissions?: number;
  readonly sandbox?: string;
  readonly faults?: readonly SandboxFault[];
  readonly replies?: readonly RecordedReply[];
  readonly expect: Expected;
}

/** What a `wait` step of the case's pipeline waits for. */
export interface CaseMessage {
  readonly message: string;
  readonly where: Readonly<Record<string, string>>;
  /** In the case's folder. */
  readonly file: string;
}

/** A certificate that is made, with its key, when the case is replayed. */
export interface TestCertificate {
  /** Attributes of the subject, by dotted object identifier or by name (`CN`, `serialNumber` …). */
  readonly certificate: Readonly<Record<string, string>>;
  /** Its serial number, in decimal. */
  readonly number?: string;
  readonly from?: string;
  readonly until?: string;
  readonly key?: 'rsa' | 'ec';
}

export interface RecordedReply {
  /** The request that it answers: method, a blank, address. Without a query there, any query will do. */
  readonly to?: string;
  /** To how many requests in a row it is given; 1 when left out. */
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly file?: string;
  readonly failure?: HttpFailureKind;
}

export interface Expected {
  readonly state?: string;
  readonly outcome?: string;
  readonly says?: string;
  readonly values?: Readonly<Record<string, Value>>;
  readonly problems?: readonly { readonly code: string; readonly path?: string }[];
  readonly documents?: Readonly<Record<string, string>>;
  readonly requests?: number;
}

const validate = createValidators().compile<Omit<Case, 'name' | 'folder' | 'file'>>(caseSchema);

/** The cases of a feature, by name; throws the problems of every case file at once. */
export function readCases(featureFolder: string): Case[] {
  const root = join(featureFolder, 'cases');
  if (!existsSync(root)) return [];
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
  const problems: Problem[] = [];
  const cases = names.flatMap((name) => readCase(join(root, name), name, problems));
  if (problems.length > 0) throw new TimbreError(problems);
  return cases;
}

/** One of them, without a look at the others; undefined where there is none of that name. Throws its problems. */
export function caseNamed(featureFolder: string, name: string): Case | undefined {
  const folder = join(featureFolder, 'cases', name);
  if (name === '' || !existsSync(folder) || !statSync(folder).isDirectory()) return undefined;
  const problems: Problem[] = [];
  const [found] = readCase(folder, name, problems);
  if (problems.length > 0) throw new TimbreError(problems);
  return found;
}

function readCase(folder: string, name: string, problems: Problem[]): Case[] {
  const path = join(folder, 'case.yaml');
  const shown = fromHere(path);
  if (!existsSync(path)) {
    const others = readdirSync(folder).filter((each) => /\.ya?ml$/.test(each));
    const hint = others[0] === undefined ? 'Each folder under cases/ is a case.' : `Rename ${others[0]} to case.yaml.`;
    problems.push(problem('FILE_MISSING', `${shown} is missing.`, { hint }));
    return [];
  }
  const { file, problems: found } = readSource(shown, readFileSync(path, 'utf8'));
  problems.push(...found);
  if (!file) return [];
  if (validate(file.data)) return [{ ...file.data, name, folder, file }];
  problems.push(...checkFile(validate, file.data, { file, path: [] }).map((each) => each.problem));
  return [];
}

/** The case that another one is related to, of the same feature. */
export function originalOf({ original, folder }: Case): Case | undefined {
  return original === undefined ? undefined : caseNamed(join(folder, '..', '..'), original);
}

/** The file with the business data of a case. */
export const inputOf = ({ folder, input = 'input.json' }: Pick<Case, 'folder' | 'input'>): string =>
  join(folder, input);
