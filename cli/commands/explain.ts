import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Feature, fail, type Pipeline, storyOf } from '../../engine/index.ts';
import { findFeature } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { describePipeline, drawDiagram, mermaidOf, type PipelineStory, tellPipeline } from '../explain/index.ts';
import { fromHere, openFeatureHere } from '../features.ts';
import { say } from '../print/people.ts';
import { bold, dim } from '../print/style.ts';
import { configOf } from './run.ts';

export interface ExplainOptions {
  readonly environment?: string;
  /** The file for a picture. */
  readonly diagram?: string;
  readonly mermaid?: boolean;
  readonly json?: boolean;
}

/** `timbre explain FEATURE[/PIPELINE]`: what a feature does, step by step, and for an overlay what comes from where. */
export async function explain(name: string, options: ExplainOptions): Promise<number> {
  const { features } = configOf(options);
  const { folder, rest } = findFeature(name, features);
  const feature = await openFeatureHere(folder, features);
  const said = (file: string) => fromHere(join(folder, file));
  const stories = pipelinesOf(feature, rest).map((pipeline) => describePipeline(feature, pipeline, said));
  if (options.diagram !== undefined) draw(feature, stories, options.diagram);
  if (options.json) {
    const { id, title, version } = feature;
    process.stdout.write(
      `${JSON.stringify({ feature: id, title, version, ...storyOf(feature), pipelines: stories })}\n`,
    );
  } else if (options.mermaid) for (const story of stories) process.stdout.write(mermaidOf(story));
  else if (options.diagram === undefined) tell(feature, stories, said);
  else say(`wrote ${options.diagram}`);
  return exit.accepted;
}

function pipelinesOf(feature: Feature, name: string | undefined): Pipeline[] {
  const all = Object.values(feature.pipelines);
  if (name === undefined) return all;
  const known = all.map((pipeline) => pipeline.name).join(', ');
  return [
    all.find((pipeline) => pipeline.name === name) ??
      fail('USAGE', `${feature.id} has no pipeline ${name}; it has ${known}.`),
  ];
}

function draw({ id, version }: Feature, stories: readonly PipelineStory[], file: string): void {
  const [story, other] = stories;
  if (!story || other) {
    const names = stories.map((each) => each.name).join(', ');
    fail('USAGE', `A diagram shows one pipeline; ${id} has ${names}.`, { hint: `Name one: ${id}/${story?.name}.` });
  }
  try {
    writeFileSync(file, drawDiagram(story, `${id} ${version}, ${story.name}`));
  } catch {
    fail('OUTPUT_FAILED', `${file} cannot be written.`, { hint: 'Name a file in a folder that is there.' });
  }
}

function tell(feature: Feature, stories: readonly PipelineStory[], said: (file: string) => string): void {
  const { layers, changes } = storyOf(feature);
  say(`${bold(feature.title)}  ${dim(`${feature.id} ${feature.version}`)}`);
  for (const { feature: base, version } of layers.slice(1)) say(dim(`  extends ${base} ${version}`));
  for (const { kind, by, file, path, place } of changes)
    say(
      `  ${kind.padEnd(9)} ${[file, ...path].join(' ')}  ${dim(`by ${by.feature}, ${said(place.file)}:${place.line}`)}`,
    );
  for (const story of stories) {
    say();
    for (const line of tellPipeline(story)) say(line);
  }
}
