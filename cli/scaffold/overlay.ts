import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import type { Feature, Pipeline } from '../../engine/index.ts';
import { type Case, readCases } from '../cases/read.ts';
import { schemaLine } from '../schema-line.ts';
import type { NewFiles } from './write.ts';

/**
 * A feature that lies over another and changes nothing yet, but whom it is for. It has the plainest of the base's cases, so that
 * it checks and passes as it stands.
 */
export function newOverlay(name: string, folder: string, base: Feature, baseFolder: string): NewFiles {
  const mine = ownContext(name, base);
  const model = plainest(readCases(baseFolder), base);
  return {
    'feature.yaml': schemaLine('overlay', folder) + feature(name, base, mine),
    ...(model === undefined ? {} : caseOf(model, mine, folder)),
    ...(model?.sandbox === undefined ? {} : sandboxOf(baseFolder, folder)),
  };
}

type Field = readonly [field: string, value: string];

/** By what a submission is told apart from one for the base: a format of its own where the base has one, else who issues. */
function ownContext(name: string, { pipelines }: Feature): Field {
  const formats = Object.values(pipelines).flatMap(({ applies }) => applies.format ?? []);
  const own = name.split('/').at(-1) ?? name;
  return formats.length > 0 && !formats.includes(own) ? ['format', own] : ['legalEntity', 'ACME'];
}

function feature(name: string, { id, title, version, pipelines }: Feature, [field, value]: Field): string {
  const [major, minor] = version.split('.');
  const changed = Object.values(pipelines).map(
    ({ name: pipeline }: Pipeline) => `  ${pipeline}:\n    change: true\n    applies: { ${field}: ${value} }\n`,
  );
  return `feature: ${name}
title: ${JSON.stringify(`${title}, our own way`)}
version: 0.1.0
extends: ${id}@^${major}.${minor}
# What is different is said here: settings, steps, rules, branches of mappings. The rest is the base's.
pipelines:
${changed.join('')}`;
}

/** One of the first pipeline where there is one, that goes well from files of its own to its end, with nothing beside them. */
function plainest(cases: readonly Case[], { pipelines }: Feature): Case | undefined {
  const plain = cases.filter(
    ({ expect, original, attachments = [], messages, faults, input = '' }) =>
      expect.state === 'completed' &&
      (expect.outcome ?? 'accepted') === 'accepted' &&
      !(original || messages || faults || [input, ...attachments].some((file) => file.startsWith('..'))),
  );
  const [first] = Object.keys(pipelines);
  return plain.find(({ name }) => name === 'invoice') ?? plain.find(({ pipeline }) => pipeline === first) ?? plain[0];
}

function caseOf(model: Case, [field, value]: Field, folder: string): NewFiles {
  const place = join('cases', model.name);
  const text = withContext(withoutSchema(readFileSync(join(model.folder, 'case.yaml'), 'utf8')), field, value);
  const entries = readdirSync(model.folder, { recursive: true, encoding: 'utf8', withFileTypes: true });
  const others = entries
    .filter((entry) => entry.isFile() && entry.name !== 'case.yaml')
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries([
    [join(place, 'case.yaml'), schemaLine('case', join(folder, place)) + text],
    ...others.map((path) => [join(place, relative(model.folder, path)), readFileSync(path)]),
  ]);
}

/** Where the base's case says nothing of a context, its text stays as it was written. */
function withContext(text: string, field: string, value: string): string {
  if (!/^context:/m.test(text)) return text.replace(/^pipeline: .*\n/m, `$&context: { ${field}: ${value} }\n`);
  const yaml = parseDocument(text);
  yaml.setIn(['context', field], value);
  return yaml.toString({ lineWidth: 0 });
}

function sandboxOf(baseFolder: string, folder: string): NewFiles {
  const path = join('cases', 'sandbox.yaml');
  return {
    [path]: schemaLine('sandbox', join(folder, 'cases')) + withoutSchema(readFileSync(join(baseFolder, path), 'utf8')),
  };
}

/** The base's own first line leads an editor from where the base stands. */
const withoutSchema = (text: string): string => text.replace(/^# yaml-language-server:.*\n/, '');
