import { nearHint } from '../expression/index.ts';
import type { Concerns } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { compileValue } from './compile-value.ts';
import { entriesOf } from './entries.ts';
import { type Known, stepsSchema } from './known.ts';
import type { StepContext } from './parts.ts';
import type { Report } from './report.ts';
import type { ConcernsYaml, PipelineYaml } from './shapes.ts';

/** Compiles `concerns` of a pipeline, which sees what all its steps left; undefined (and reported) when there is not enough of it. */
export function compileConcerns(
  yaml: ConcernsYaml,
  at: Position,
  { scope: base, parts: { report } }: StepContext,
  left: readonly Known[],
): Concerns | undefined {
  if (report.isBroken(at)) return undefined;
  const scope = { ...base, steps: stepsSchema(left) };
  const compile = (value: unknown, place: Position, expects?: string) =>
    compileValue(report, value, place, { scope, later: [] }, expects);
  const identity = yaml.identity.map((part, index) => compile(part, below(at, 'identity', index)));
  const when = yaml.when === undefined ? undefined : compile(yaml.when, below(at, 'when'), 'bool');
  const says = entriesOf(yaml.says ?? {}).flatMap(([said, written]) => {
    const expression = compile(written, below(at, 'says', said), 'bool');
    return expression ? [{ said, expression }] : [];
  });
  return {
    pipeline: yaml.pipeline,
    identity: identity.filter((each) => each !== undefined),
    ...(when && { when }),
    says,
  };
}

/** What is spoken of must be issued by a pipeline of the feature, whose identity has as many parts. */
export function checkConcerns(pipelines: Readonly<Record<string, PipelineYaml>>, at: Position, report: Report): void {
  for (const [name, yaml] of Object.entries(pipelines)) {
    const place = below(at, name, 'concerns');
    if (yaml?.concerns === undefined || report.isBroken(place)) continue;
    const { pipeline, identity } = yaml.concerns;
    const issuing = Object.entries(pipelines).filter(([, each]) => (each?.identity ?? []).length > 0);
    const issues = issuing.find(([each]) => each === pipeline)?.[1];
    const parts = [issues?.identity ?? [], issues?.toldApartBy ?? []].flat();
    if (parts.length === 0) {
      const names = issuing.map(([each]) => each);
      const has = names.length === 0 ? 'None has one.' : `These have one: ${names.join(', ')}.`;
      const message = Object.hasOwn(pipelines, pipeline)
        ? `The pipeline ${pipeline} has no identity by which its document could be found.`
        : `There is no pipeline ${pipeline}.`;
      report.at('REFERENCE_UNKNOWN', message, below(place, 'pipeline'), { hint: nearHint(pipeline, names) ?? has });
    } else if (parts.length !== identity.length) {
      const message = `This has ${identity.length} of ${parts.length} parts: the identity of ${pipeline} is ${parts.join(', ')}.`;
      report.at('CONCERNS_INVALID', message, below(place, 'identity'), { part: 'key' });
    }
  }
}
