import connector from '../schemas/connector.base.json' with { type: 'json' };
import feature from '../schemas/feature.base.json' with { type: 'json' };
import overlay from '../schemas/overlay.base.json' with { type: 'json' };
import steps from '../schemas/steps.base.json' with { type: 'json' };

type Schema = Readonly<Record<string, unknown>>;

/** What the editor's schema needs to know of an action. */
export interface DescribedAction {
  readonly name: string;
  readonly summary: string;
  readonly with: Schema;
}

/**
 * The schemas that editors complete with: the hand-written ones with the steps put in, and for each action the shape of
 * `with` under its `uses`. By file name below schemas/. The engine itself checks against the parts.
 */
export function featureSchemas(actions: readonly DescribedAction[]): Readonly<Record<string, Schema>> {
  return {
    'feature.schema.json': withSteps(feature, actions),
    'connector.schema.json': withSteps(connector, actions),
    'overlay.schema.json': overlayWithSteps(actions),
  };
}

function withSteps(base: Schema, actions: readonly DescribedAction[]): Schema {
  const $defs = { ...steps.$defs, step: stepWith(actions) };
  // The steps are part of this file now: an editor fetches nothing.
  const text = JSON.stringify({ ...base, $defs }).replaceAll(`${steps.$id}#/$defs/`, '#/$defs/');
  return JSON.parse(text);
}

/** A step of an overlay with `uses` is whole but where it says `change`: then there are only parts of it. */
function overlayWithSteps(actions: readonly DescribedAction[]): Schema {
  const { step, ...others } = overlay.$defs;
  const sorted = [...actions].sort((a, b) => (a.name < b.name ? -1 : 1));
  const whole = Object.fromEntries([
    ['if', { not: { required: ['change'] } }],
    ['then', { allOf: [parametersOf(sorted)] }],
  ]);
  const $defs = {
    ...steps.$defs,
    stepProperties: steps.$defs.step,
    ...others,
    step: { ...step, properties: { ...step.properties, uses: usesWith(sorted) }, allOf: [whole] },
  };
  const text = JSON.stringify({ ...overlay, $defs });
  const placed = text.replaceAll(`${steps.$id}#/$defs/step/`, '#/$defs/stepProperties/');
  return JSON.parse(placed.replaceAll(`${steps.$id}#/$defs/`, '#/$defs/'));
}

function stepWith(actions: readonly DescribedAction[]): Schema {
  const { step } = steps.$defs;
  const sorted = [...actions].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    ...step,
    properties: { ...step.properties, uses: usesWith(sorted) },
    allOf: [parametersOf(sorted)],
  };
}

/** Asked once whether there is a `uses` at all: asked for each action, an editor would propose a step of each. */
function parametersOf(sorted: readonly DescribedAction[]): Schema {
  return Object.fromEntries([
    ['if', { required: ['uses'] }],
    ['then', { allOf: sorted.map(whenUsed) }],
  ]);
}

function usesWith(sorted: readonly DescribedAction[]): Schema {
  const known = sorted.map(({ name, summary }) => ({ const: name, description: summary }));
  const operation = { pattern: '/', description: 'An operation of a connector: pac/stamp, self/ask.' };
  return { ...steps.$defs.step.properties.uses, anyOf: [...known, operation] };
}

function whenUsed({ name, summary, with: parameters }: DescribedAction): Schema {
  // A schema with references of its own keeps its own root.
  const root = JSON.stringify(parameters).includes('"$ref":"#') ? { $id: `urn:timbre:action:${name}` } : {};
  const shape = { ...root, title: name, description: summary, ...parameters };
  return Object.fromEntries([
    ['if', { properties: { uses: { const: name } } }],
    ['then', { properties: { with: shape }, ...needsWith(parameters) }],
  ]);
}

/** Without `with`, an action gets no parameter at all. */
function needsWith(parameters: Schema): Schema {
  return Array.isArray(parameters.required) && parameters.required.length > 0 ? { required: ['with'] } : {};
}
