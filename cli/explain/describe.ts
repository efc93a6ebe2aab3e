import {
  type ActionStep,
  type ConnectorStep,
  type DocumentReference,
  type Effect,
  type Feature,
  originOf,
  type Pipeline,
  type Step,
  storyOf,
} from '../../engine/index.ts';
import { placeOf } from '../../engine/source.ts';
import { Reading } from './reads.ts';
import type { PipelineStory, StepStory } from './story.ts';
import { askedWords, outcomesOf, pollWords, wordsOf } from './words.ts';

/** Tells a pipeline as its author wrote it, its connectors unfolded. `said` is how a file of the feature is named to people. */
export function describePipeline(feature: Feature, pipeline: Pipeline, said: (file: string) => string): PipelineStory {
  const telling = new Telling(feature, said);
  const { result, concerns } = pipeline;
  const { documents, values } = result;
  return {
    name: pipeline.name,
    title: pipeline.title,
    applies: pipeline.applies,
    identity: [...pipeline.identity, ...pipeline.toldApartBy].map(({ source }) => source),
    ...(concerns && {
      concerns: { pipeline: concerns.pipeline, identity: concerns.identity.map(({ source }) => source) },
    }),
    steps: pipeline.steps.map((step) => telling.step(step)),
    result: {
      documents: Object.fromEntries(Object.entries(documents).map(([name, one]) => [name, named(one)])),
      values: Object.keys(values),
    },
  };
}

/** What of a step only its file says. */
interface WrittenStep {
  readonly uses: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

class Telling {
  readonly #reading: Reading;
  readonly #layered: boolean;
  readonly #said: (file: string) => string;

  constructor(feature: Feature, said: (file: string) => string) {
    this.#said = said;
    this.#reading = new Reading(feature);
    this.#layered = storyOf(feature).layers.length > 1;
  }

  step(step: Step): StepStory {
    const written = writtenAt(step);
    const { file, line } = placeOf(step.at);
    const origin = this.#layered ? originOf(step.at) : undefined;
    const connectors = step.kind === 'connector' ? this.#connectors(step) : {};
    const ask = step.kind === 'action' ? (step.recover?.ask ?? []).map((each) => this.step(each)) : [];
    return {
      id: step.id,
      uses: written.uses,
      effect: effectOf(step),
      ...(step.kind === 'action' ? { summary: step.action.summary } : {}),
      documents: Object.fromEntries(
        Object.entries({ ...step.in, ...(step.data && { data: step.data }) }).map(([port, one]) => [port, named(one)]),
      ),
      reads: this.#reading.of(written.with),
      leaves: step.kind === 'action' ? leavesOf(step, written) : handedOut(step),
      ...(step.when ? { when: step.when.source } : {}),
      words: step.kind === 'action' ? wordsOf(step) : [],
      outcomes: step.kind === 'action' ? outcomesOf(step) : [],
      ...(step.kind === 'action' && step.poll ? { polled: pollWords(step.poll) } : {}),
      ...(step.kind === 'action' && step.recover ? { asked: askedWords(step.recover) } : {}),
      ask,
      connectors,
      place: { file: this.#said(file), line },
      ...(origin ? { from: `${origin.layer.feature} ${origin.layer.version}` } : {}),
    };
  }

  #connectors({ operations }: ConnectorStep): Record<string, readonly StepStory[]> {
    return Object.fromEntries(
      Object.entries(operations).map(([name, { steps }]) => [name, steps.map((each) => this.step(each))]),
    );
  }
}

function writtenAt({ at, id }: Step): WrittenStep {
  let part: unknown = at.file.data;
  for (const key of at.path) part = typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined;
  // What was compiled was valid: the file has the step there.
  return typeof part === 'object' && part !== null ? (part as WrittenStep) : { uses: id };
}

function leavesOf({ action, prepared }: ActionStep, { with: parameters = {} }: WrittenStep): StepStory['leaves'] {
  const { documents = {}, values = {} } = action.outputs?.(parameters as never, prepared as never) ?? {};
  const names = [...Object.keys(action.out), ...Object.keys(documents)];
  return { documents: [...new Set(names)], values: Object.keys({ ...action.values, ...values }) };
}

/** Every connector of a setting leaves the same: `check` insists. */
function handedOut({ operations }: ConnectorStep): StepStory['leaves'] {
  const [first] = Object.values(operations);
  return { documents: Object.keys(first?.out.documents ?? {}), values: Object.keys(first?.out.values ?? {}) };
}

const weight: readonly Effect[] = ['pure', 'secret', 'state', 'external'];

/** A connector does what the weightiest of its steps does. */
function effectOf(step: Step): Effect {
  if (step.kind === 'action') return step.action.effect;
  const effects = Object.values(step.operations).flatMap(({ steps }) => steps.map(effectOf));
  return weight[Math.max(0, ...effects.map((effect) => weight.indexOf(effect)))] ?? 'pure';
}

function named(one: DocumentReference): string {
  if ('either' in one) return one.either.map(named).join(' or ');
  if ('input' in one) return one.input;
  return one.document === 'document' ? one.step : `${one.step}.${one.document}`;
}
