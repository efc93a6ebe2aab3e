import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findFeature } from '../../../platform/environment/index.ts';
import { compileSchematron, isFatal, parseDocument } from '../../../schematron/index.ts';
import { opening } from '../../../scripts/services/opened.ts';
import { readAndWriteOf } from '../../../scripts/suites/round-trip/feature.ts';
import { officialOf } from './official.ts';
import { openStep } from './step.ts';

/** An example of a feature that is right, by the name of its case. */
export type Document = 'invoice' | 'credit-note';

/** What a rule of ours says: its id, and the field to mend; INPUT where the schema of the business data says it. */
export interface Said {
  readonly rule: string;
  readonly path: string | undefined;
}

/** A national feature beside the official rules that it writes for. */
export interface OpenNational {
  /** The business data of an example, with what is calculated. */
  example(document: Document): Promise<Record<string, unknown>>;
  /** What our rules say of business data. */
  ours(invoice: unknown): Promise<readonly Said[]>;
  /** The ids of the fatal rules that the official Schematron finds in the document that the feature writes. */
  theirs(invoice: unknown): readonly string[];
  /** The ids of all rules in the feature's own rules files. */
  readonly ids: readonly string[];
  /** The ids of all fatal asserts and reports of the official Schematron. */
  readonly fatal: readonly string[];
}

export async function openNational(name: string, artefact: string): Promise<OpenNational> {
  const { folder } = findFeature(name);
  const feature = await opening(folder);
  const official = await officialOf(feature);
  const calculated = await openStep('issue', 'calculated', { feature });
  const judged = await openStep('issue', 'judged', { feature, artefact: official });
  const { write, check } = readAndWriteOf(feature);
  const { files } = (await official(artefact)) ?? { files: [] };
  const byPath = new Map(files.map(({ address, bytes }) => [decodeURIComponent(new URL(address).pathname), bytes]));
  const ruleSet = compileSchematron([...byPath.keys()][0] ?? '', {
    read: (path) => byPath.get(path) ?? readFileSync(path),
  });
  const examples = new Map<Document, Record<string, unknown>>();
  return {
    async example(document) {
      const known = examples.get(document);
      if (known) return known;
      const input = readFileSync(join(folder, 'cases', document, 'input.json'), 'utf8');
      const { output } = await calculated(JSON.parse(input));
      const made = JSON.parse(Buffer.from(output?.documents?.data?.bytes ?? []).toString('utf8'));
      examples.set(document, made);
      return made;
    },
    async ours(invoice) {
      if (check(invoice).length > 0) return [{ rule: 'INPUT', path: undefined }];
      const { problems } = await judged(invoice);
      return problems.map(({ message, path }) => ({ rule: message.split(':')[0] ?? '', path }));
    },
    theirs(invoice) {
      const { findings } = ruleSet.validate(parseDocument(write(invoice)));
      return [...new Set(findings.filter(isFatal).map(({ rule }) => rule))];
    },
    ids: readdirSync(join(folder, 'rules')).flatMap((file) => idsIn(readFileSync(join(folder, 'rules', file), 'utf8'))),
    fatal: [...new Set([...byPath.values()].flatMap((bytes) => fatalIn(Buffer.from(bytes).toString('utf8'))))],
  };
}

/** Ids of the asserts and reports of a file that say they are fatal, or whose rule does. */
const fatalIn = (text: string): string[] =>
  [...text.replaceAll(/<!--[\s\S]*?-->/g, '').matchAll(/<(?:\w+:)?(?:assert|report)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/g)]
    .filter(([, attributes = '']) => /\b(?:flag|role)="(?:fatal|error)"/.test(attributes))
    .flatMap(([, attributes = '']) => /\bid="([^"]+)"/.exec(attributes)?.[1] ?? []);

interface Ruled {
  readonly id?: string;
  readonly places?: readonly { readonly id?: string }[];
}

/** The ids of rules as they are said: at their places, where these have their own. */
function idsIn(text: string): readonly string[] {
  const { rules = [] }: { readonly rules?: readonly Ruled[] } = parse(text);
  return rules.flatMap(({ id, places = [{}] }) => places.flatMap((place) => place.id ?? id ?? []));
}
