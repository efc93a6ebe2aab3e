import type { Artefact } from '../../engine/artefacts.ts';
import { fail, type Problem, type ProblemCode, problem } from '../../engine/errors.ts';
import {
  compileSchematron,
  type Finding,
  isFatal,
  kinds,
  nameOf,
  parseDocument,
  problemKinds,
  type RuleSet,
  SchematronProblem,
  type Tree,
} from '../../schematron/index.ts';
import type { Level } from './levels.ts';

/**
 * What the rule sets of artefacts find in a document: fatal findings are errors, all others warnings. `now` is what
 * `current-dateTime()` answers; `origin` tells where in the business data a place of the document came from; `levels` has the rules
 * that count as something else here.
 *
 * @throws ARTEFACT_INVALID, XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE
 */
export function checkSchematron(
  artefacts: readonly Artefact[],
  bytes: Uint8Array,
  now: Date,
  origin: (path: string) => string | undefined,
  levels: ReadonlyMap<string, Level>,
): readonly Problem[] {
  // First the rules: what they ask for by name is then known when the document is parsed.
  const ruleSets = artefacts.map(ruleSetOf);
  const tree = parsed(bytes);
  return concerned(ruleSets, tree)
    .flatMap((each) => each.validate(tree, { now }).findings)
    .map((found) => ({ found, level: levelOf(found, levels) }))
    .flatMap(({ found, level }) => (level === 'ignored' ? [] : toProblem(found, level, origin(found.path))));
}

/**
 * Those of several rule sets that declare the namespace of the document's root, all where none does: rules for UBL about all amounts, by
 * the ends of names, would judge a Cross Industry Invoice, too.
 */
function concerned(ruleSets: readonly RuleSet[], tree: Tree): readonly RuleSet[] {
  const root = tree.kind.indexOf(kinds.element);
  const { uri } = nameOf(tree, root);
  const own = ruleSets.filter(({ catalogue }) => catalogue.namespaces.some((each) => each.uri === uri));
  return own.length > 0 ? own : ruleSets;
}

/** What could not be evaluated says nothing of the document: it stays an error. */
function levelOf(finding: Finding, levels: ReadonlyMap<string, Level>): Level {
  const own = isFatal(finding) ? 'error' : 'warning';
  return finding.error === undefined ? (levels.get(finding.rule) ?? own) : own;
}

function toProblem(finding: Finding, severity: Problem['severity'], origin: string | undefined): Problem {
  const { rule, message, path, line } = finding;
  // Most authorities begin the message with the rule's id themselves.
  const said = rule === '' || message.startsWith(`[${rule}]`) ? message : `[${rule}] ${message}`;
  return problem('SCHEMATRON_FAILED', `line ${line}, ${path}: ${said}`, { severity, path: origin });
}

const codes: Readonly<Partial<Record<SchematronProblem['code'], ProblemCode>>> = {
  XML_DOCTYPE: 'XML_DOCTYPE',
  XML_TOO_LARGE: 'XML_TOO_LARGE',
  XML_TOO_DEEP: 'XML_TOO_LARGE',
};

/** The document judged last, until the event loop turns: the rules of CEN and those of a network judge it in one go. */
let lately: { readonly bytes: Uint8Array; readonly tree: Tree } | undefined;

function parsed(bytes: Uint8Array): Tree {
  if (lately?.bytes === bytes) return lately.tree;
  // A tree is larger than its document: not both the last one and this.
  lately = undefined;
  const tree = parse(bytes);
  lately = { bytes, tree };
  setImmediate(() => {
    lately = undefined;
  });
  return tree;
}

function parse(bytes: Uint8Array): Tree {
  try {
    return parseDocument(bytes);
  } catch (thrown) {
    if (!(thrown instanceof SchematronProblem) || problemKinds[thrown.code].blame !== 'document') throw thrown;
    return fail(
      codes[thrown.code] ?? 'XML_MALFORMED',
      `line ${thrown.place.line}:${thrown.place.column}: ${thrown.what}`,
    );
  }
}

const mostKept = 16;
const kept = new Map<string, RuleSet>();

/** The rules of an artefact, compiled once per digest, and once on a machine where that is kept. Its first file is the main one; the others it includes or reads. */
function ruleSetOf(artefact: Artefact): RuleSet {
  const known = kept.get(artefact.digest);
  if (known !== undefined) return known;
  const made = compile(artefact);
  kept.set(artefact.digest, made);
  if (kept.size > mostKept) for (const oldest of [...kept.keys()].slice(0, 1)) kept.delete(oldest);
  return made;
}

function compile({ name, files, compiled }: Artefact): RuleSet {
  const byPath = new Map(files.map((file) => [pathOf(file.address), file.bytes]));
  const [main] = byPath.keys();
  try {
    return compileSchematron(main ?? '', {
      ...(compiled === undefined ? {} : { cache: compiled }),
      read(path) {
        const bytes = byPath.get(path);
        if (bytes === undefined) throw new Error('it is not among the files that are pinned');
        return bytes;
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof SchematronProblem)) throw thrown;
    return fail('ARTEFACT_INVALID', `${name}: ${thrown.message}`, { hint: thrown.action });
  }
}

/** Addresses as paths, so that what a file includes is found relative to it. */
function pathOf(address: string): string {
  const { host, pathname } = new URL(address);
  return `/${host}${decodeURIComponent(pathname)}`;
}
