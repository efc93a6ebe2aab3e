import type { Action } from '../action.ts';
import type { Artefacts } from '../artefacts.ts';
import { digestOf } from '../digest.ts';
import { type Problem, problem } from '../errors.ts';
import type { Feature, FeatureFiles, Needs, Pipeline, Recognised } from '../feature.ts';
import { isObject } from '../json.ts';
import { openFiles } from '../overlay/index.ts';
import type { SchemaObject } from '../schema/index.ts';
import { below, type Position } from '../source.ts';
import { compileArtefacts, lookUp } from './artefacts.ts';
import { compileValue } from './compile-value.ts';
import { checkConcerns } from './concerns.ts';
import { checkOverlaps } from './overlap.ts';
import type { Parts } from './parts.ts';
import { compilePipeline, recognisedBy } from './pipeline.ts';
import { Report } from './report.ts';
import { compileSettings } from './settings.ts';
import type { FeatureYaml } from './shapes.ts';
import { Sources } from './sources.ts';
import { validatorOf } from './validators.ts';

export interface LoadOptions {
  readonly actions: readonly Action[];
  /** JSON Schemas, by their `$id`, that input schemas may refer to besides the invoice model. */
  readonly schemas?: readonly SchemaObject[];
  /** The folders of an overlay's bases, the nearest first, as they are to be said in places. */
  readonly bases?: readonly string[];
  /** Compiles these pipelines alone, for a process that runs no other; what is wrong in the others is not looked for. */
  readonly only?: readonly string[] | undefined;
}

export interface Loaded {
  /** Only when there is no error; there may be warnings. */
  readonly feature?: Feature;
  readonly problems: readonly Problem[];
  /** The documents that each pipeline is for, also one that was not compiled. Absent without a feature. */
  readonly recognises?: Readonly<Record<string, readonly Recognised[]>>;
  /**
   * All problems that there are when the feature is checked beside the artefacts that it pins: also names that are not in them. Of
   * those that were not pulled nothing is said. Absent without a feature.
   */
  beside?(artefacts: Artefacts): Promise<readonly Problem[]>;
}

/** Compiles the files of a feature, with every problem there is. Never throws for what an author wrote. */
export function compileFeature(files: FeatureFiles, { actions, schemas = [], bases = [], only }: LoadOptions): Loaded {
  const report = new Report();
  const set = openFiles(files, bases);
  const sources = new Sources(set, report);
  report.add(...set.problems);
  if (!sources.has('feature.yaml')) {
    return { problems: [problem('FEATURE_MISSING', 'There is no feature.yaml.')] };
  }
  const file = sources.parse('feature.yaml');
  if (!file) return { problems: report.problems };
  const at: Position = { file, path: [] };
  report.schema(validatorOf.feature(), file.data, at);
  if (typeof file.data !== 'object' || file.data === null) return { problems: report.problems };
  const yaml = file.data as FeatureYaml;
  const parts: Parts = {
    report,
    sources,
    file,
    actions: new Map(actions.map((action) => [action.name, action])),
    settings: isObject(yaml.settings) ? compileSettings(yaml.settings, below(at, 'settings'), report) : {},
    secrets: isObject(yaml.secrets) ? yaml.secrets : {},
    connectors: new Map(),
    pins: compileArtefacts(text(yaml.artefacts), below(at, 'artefacts'), sources, report),
    lookups: [],
    schemas,
  };
  const pipelines = compilePipelines(yaml, at, parts, only);
  // What an unread part names is not known: only a whole feature can say that a file is not used.
  if (!report.failed && only === undefined) warnOfUnused(sources, report, at);
  if (report.failed) return { problems: withoutGuesses(report.problems) };
  const { from, until } = yaml.effective;
  const feature: Feature = {
    id: yaml.feature,
    title: yaml.title,
    version: yaml.version,
    digest: digestOf(files, parts.pins ?? {}),
    files,
    effective: { from, ...(until === undefined ? {} : { until }), by: fieldOf(yaml.effective.by) },
    settings: parts.settings,
    secrets: parts.secrets,
    connectors: connectorsOf(parts),
    artefacts: parts.pins ?? {},
    pipelines,
  };
  const { lookups } = parts;
  return {
    feature,
    problems: report.problems,
    recognises: Object.fromEntries(Object.entries(yaml.pipelines).map(([name, each]) => [name, recognisedBy(each)])),
    async beside(artefacts) {
      await lookUp(lookups, artefacts, report);
      return report.problems;
    },
  };
}

/** Which names there are, and of which types, a schema that is wrong itself does not say. */
function withoutGuesses(problems: readonly Problem[]): readonly Problem[] {
  if (!problems.some(({ code }) => code === 'INPUT_SCHEMA_INVALID')) return problems;
  return problems.filter(({ code }) => code !== 'EXPRESSION_UNKNOWN_NAME' && code !== 'EXPRESSION_TYPE');
}

function compilePipelines(yaml: FeatureYaml, at: Position, parts: Parts, only: readonly string[] | undefined) {
  const { report } = parts;
  const pipelines: Record<string, Pipeline> = {};
  const by = below(at, 'effective', 'by');
  const dated = !report.isBroken(below(at, 'effective'));
  const all = isObject(yaml.pipelines) ? yaml.pipelines : {};
  const narrowed = only?.every((each) => Object.hasOwn(all, each)) === true;
  for (const [name, written] of Object.entries(all)) {
    if (narrowed && !only.includes(name)) continue;
    const pipeline = compilePipeline(name, written, below(at, 'pipelines', name), parts);
    if (!pipeline) continue;
    pipelines[name] = pipeline;
    const scope = { invoice: pipeline.scope.invoice ?? true };
    if (dated) compileValue(report, `=invoice.${fieldOf(yaml.effective.by)}`, by, { scope, later: [], made: true });
  }
  checkOverlaps(Object.values(pipelines), below(at, 'pipelines'), report);
  checkConcerns(all, below(at, 'pipelines'), report);
  checkDates(yaml, at, report);
  return pipelines;
}

function connectorsOf({ connectors }: Parts): Feature['connectors'] {
  const found: Record<string, Record<string, Needs>> = {};
  for (const connector of connectors.values()) {
    if (!connector) continue;
    const { setting, yaml, needs } = connector;
    found[setting] = { ...found[setting], [yaml.connector]: needs };
  }
  return found;
}

function checkDates({ effective }: FeatureYaml, at: Position, report: Report): void {
  if (report.isBroken(below(at, 'effective')) || !effective?.until || effective.until > effective.from) return;
  const message = `until (${effective.until}) is the day after the last one, but is not after from (${effective.from}).`;
  report.at('SCHEMA', message, below(at, 'effective', 'until'));
}

function warnOfUnused(sources: Sources, report: Report, at: Position): void {
  for (const path of sources.unnamed) {
    const place = { file: path, line: 1, column: 1 };
    report.add(problem('FILE_UNUSED', `Nothing in ${at.file.path} leads to ${path}.`, { severity: 'warning', place }));
  }
}

const fieldOf = (by: string): string => by.replace(/^=/, '').replace(/^invoice\./, '');
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
