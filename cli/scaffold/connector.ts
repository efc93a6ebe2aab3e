import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSeq, parseDocument } from 'yaml';
import { type Feature, fail } from '../../engine/index.ts';
import { readCases } from '../cases/read.ts';
import { type NewFiles, writeNew } from './write.ts';

/**
 * A connector beside those there are, as a copy of one to be changed, with its own name in the setting and a case: what
 * connectors of one setting take and leave must agree, so the copy checks and passes at once.
 */
export function addConnector(feature: Feature, folder: string, name: string, from: string | undefined): string[] {
  const setting = settingOf(feature, from);
  if (setting.connectors.includes(name))
    fail('USAGE', `${feature.id} has a connector ${name} already.`, { hint: 'Choose another name.' });
  const model = from ?? setting.connectors[0] ?? '';
  const written = writeNew(folder, {
    ...copyOf(folder, model, name),
    ...caseOf(folder, feature, { setting: setting.name, name }),
  });
  const path = join(folder, 'feature.yaml');
  writeFileSync(path, withValue(readFileSync(path, 'utf8'), setting.name, name));
  return [...written, path];
}

function settingOf(feature: Feature, from: string | undefined) {
  const steps = Object.values(feature.pipelines).flatMap((pipeline) => pipeline.steps);
  const settings = [...new Set(steps.flatMap((step) => (step.kind === 'connector' ? [step.setting] : [])))];
  const known = settings.map((name) => {
    const values: unknown = feature.settings[name]?.schema.enum;
    return { name, connectors: Array.isArray(values) ? values.map(String) : [] };
  });
  const meant = known.find(({ connectors }) => from === undefined || connectors.includes(from));
  if (meant) return meant;
  const all = known.flatMap(({ connectors }) => connectors).join(', ');
  return fail('USAGE', from === undefined ? `${feature.id} uses no connector.` : `There is no connector ${from}.`, {
    hint: all === '' ? 'Write the first by hand: docs/features.md shows one.' : `There are ${all}.`,
  });
}

/** The connector's file and those of its own folder; what others share stays shared. */
function copyOf(folder: string, from: string, name: string): NewFiles {
  const renamed = (text: string): string =>
    text.replaceAll(`connectors/${from}/`, `connectors/${name}/`).replace(/^(connector:\s*).*$/m, `$1${name}`);
  const own = join(folder, 'connectors', from);
  const inside = existsSync(own) ? readdirSync(own, { recursive: true, encoding: 'utf8', withFileTypes: true }) : [];
  const files = inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries([
    [`connectors/${name}.yaml`, renamed(readFileSync(join(folder, 'connectors', `${from}.yaml`), 'utf8'))],
    ...files.map((file) => [`connectors/${name}/${file.slice(own.length + 1)}`, renamed(readFileSync(file, 'utf8'))]),
  ]);
}

/** A case that was accepted, with the setting set to the new connector. */
function caseOf(folder: string, feature: Feature, { setting, name }: { setting: string; name: string }): NewFiles {
  const uses = (pipeline: string) =>
    feature.pipelines[pipeline]?.steps.some((step) => step.kind === 'connector' && step.setting === setting);
  const model = readCases(folder).find((one) => one.expect.outcome === 'accepted' && uses(one.pipeline));
  if (!model) return {};
  const yaml = parseDocument(readFileSync(join(model.folder, 'case.yaml'), 'utf8'));
  yaml.set('title', `${model.title}, by ${name}`);
  yaml.setIn(['settings', setting], name);
  const others = readdirSync(model.folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'case.yaml')
    .map((entry) => join(entry.parentPath, entry.name));
  const folderOf = `cases/${model.name}-${name}`;
  return {
    [`${folderOf}/case.yaml`]: String(yaml),
    ...Object.fromEntries(
      others.map((file) => [`${folderOf}/${file.slice(model.folder.length + 1)}`, readFileSync(file, 'utf8')]),
    ),
  };
}

/** The feature.yaml with one more value in the setting's `enum`; all else stays as it is written. */
function withValue(text: string, setting: string, name: string): string {
  const range = rangeOf(parseDocument(text).getIn(['settings', setting, 'enum'], true));
  if (!range) return fail('USAGE', `feature.yaml does not list the values of ${setting} itself.`);
  const [start, end] = range;
  const list = text.slice(start, end);
  const longer = list.endsWith(']')
    ? `${list.slice(0, -1).trimEnd()}, ${name}]`
    : `${list.trimEnd()}\n${' '.repeat(start - text.lastIndexOf('\n', start - 1) - 1)}- ${name}\n`;
  return text.slice(0, start) + longer + text.slice(end);
}

const rangeOf = (node: unknown): readonly [number, number] | undefined =>
  isSeq(node) && node.range ? [node.range[0], node.range[1]] : undefined;
