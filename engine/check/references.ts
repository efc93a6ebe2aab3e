import { nearHint } from '../expression/index.ts';
import type { DocumentReference } from '../feature.ts';
import { below, type Position } from '../source.ts';
import type { Known } from './known.ts';
import type { Report } from './report.ts';

/** What a document reference may name at its place. */
export interface Nameable {
  readonly report: Report;
  readonly earlier: readonly Known[];
  /** Ids of the step itself and of those after it. */
  readonly later: readonly string[];
  /** Media types of `input` and `attachments.<name>`, and in a connector of what the operation takes. */
  readonly inputs: Readonly<Record<string, string>>;
}

export interface Resolved {
  readonly reference: DocumentReference;
  readonly mediaType: string | undefined;
}

/**
 * `=steps.x.document`, `=steps.x.documents.name`, `=input`, `=inputs.name`, `=attachments.name`; of a list the first that is there when
 * the step is done. Reported when there is no such document.
 */
export function resolveDocument(
  written: string | readonly string[],
  at: Position,
  names: Nameable,
): Resolved | undefined {
  if (typeof written === 'string') return resolveOne(written, at, names);
  const found = written.map((each, index) => resolveOne(each, below(at, index), names));
  const resolved = found.filter((each) => each !== undefined);
  const [first] = resolved;
  if (first === undefined || resolved.length < found.length) return undefined;
  const types = resolved.map(({ mediaType }) => mediaType);
  const other = types.find((type) => type !== undefined && !mediaTypeFits(first.mediaType, [type]));
  if (other !== undefined) {
    const message = `One of these is ${first.mediaType}, another one ${other}.`;
    names.report.at('MEDIA_TYPE', message, at);
  }
  const mediaType = types.includes(undefined) ? undefined : first.mediaType;
  return { reference: { either: resolved.map(({ reference }) => reference) }, mediaType };
}

function resolveOne(text: string, at: Position, names: Nameable): Resolved | undefined {
  const own = /^=\s*(?:input|inputs\.([A-Za-z]\w*)|(attachments\.[A-Za-z]\w*))\s*$/.exec(text);
  if (own) return resolveInput(own[1] ?? own[2] ?? 'input', at, names);
  const [, step, name = 'document'] =
    /^=\s*steps\.([A-Za-z]\w*)\.(?:document|documents\.([A-Za-z]\w*))\s*$/.exec(text) ?? [];
  if (step === undefined) {
    const hint =
      'Write =steps.<id>.document, =steps.<id>.documents.<name>, =input, =attachments.<name> or, in a connector, =inputs.<name>.';
    names.report.at('REFERENCE_UNKNOWN', `${text} does not name a document.`, at, { hint });
    return undefined;
  }
  const offset = text.indexOf(step, text.indexOf('steps.') + 6);
  const known = names.earlier.find(({ id }) => id === step);
  if (!known) return reportStep(step, at, offset, names);
  if (known.opaque) return { reference: { step, document: name }, mediaType: undefined };
  if (!Object.hasOwn(known.documents, name)) {
    const message = `The step ${step} leaves no document \`${name}\`.`;
    const hint = nearHint(name, Object.keys(known.documents));
    names.report.at('REFERENCE_UNKNOWN', message, at, { hint, offset, length: step.length });
    return undefined;
  }
  return { reference: { step, document: name }, mediaType: known.documents[name] };
}

function resolveInput(name: string, at: Position, { inputs, report }: Nameable): Resolved | undefined {
  if (Object.hasOwn(inputs, name)) return { reference: { input: name }, mediaType: inputs[name] };
  const hint = nearHint(name, Object.keys(inputs));
  report.at('REFERENCE_UNKNOWN', `There is no input document \`${name}\` here.`, at, { hint });
  return undefined;
}

function reportStep(step: string, at: Position, offset: number, { later, earlier, report }: Nameable): undefined {
  if (later.includes(step)) {
    report.at('REFERENCE_FORWARD', `The step ${step} has not been done yet here.`, at, { offset, length: step.length });
    return;
  }
  const hint = nearHint(
    step,
    earlier.map(({ id }) => id),
  );
  report.at('REFERENCE_UNKNOWN', `There is no step ${step} before this one.`, at, {
    hint,
    offset,
    length: step.length,
  });
}

/** Whether a document fits an input; an unknown media type is left to the run. RFC 7303: text/xml is application/xml. */
export function mediaTypeFits(given: string | undefined, taken: readonly string[] | undefined): boolean {
  if (given === undefined || taken === undefined) return true;
  const bare = plainType(given);
  return taken.map(plainType).some((type) => {
    if (type === bare || type === '*/*') return true;
    if (type.endsWith('/*')) return bare.startsWith(type.slice(0, -1));
    return (type === 'application/xml' || type === 'application/json') && bare.endsWith(`+${type.slice(12)}`);
  });
}

function plainType(type: string): string {
  const bare = (type.split(';')[0] ?? '').trim().toLowerCase();
  return bare === 'text/xml' ? 'application/xml' : bare;
}
