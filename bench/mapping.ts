import { transformAction } from '../actions/transform/index.ts';
import type { Loading } from '../engine/action.ts';
import { type Problem, problem, TimbreError } from '../engine/errors.ts';
import { compileExpression, type Scope, type Variables } from '../engine/expression.ts';
import { readSource } from '../engine/read-source.ts';
import { placeOf } from '../engine/source.ts';
import { byHand } from './mapping/by-hand.ts';
import { type BenchInvoice, invoiceOf } from './mapping/invoice.ts';
import { mapping } from './mapping/ubl.ts';

export interface MappingFigures {
  /** Size of the XML of ten lines. */
  readonly bytes: number;
  /** Microseconds for ten lines, from parsed JSON to bytes in UTF-8: by the mapping, and by hand-written concatenation. */
  readonly microseconds: number;
  readonly byHand: number;
  /** The first by the second; at most 4. */
  readonly ratio: number;
  /** Microseconds for one more line, at 1,000 and at 10,000 lines. */
  readonly perLine: { readonly at1000: number; readonly at10000: number };
  /** The second by the first; at most 1.5. */
  readonly marginal: number;
  /** Resident memory of the process while 10,000 lines are written, in MB; below 300. */
  readonly megabytes: number;
}

/** Measures how fast a mapping writes XML, beside concatenation by hand in the same run. Best in a process of its own. */
export function measureMapping(): MappingFigures {
  const write = compile();
  const ten = { invoice: invoiceOf(10) };
  const written = write(ten);
  if (!Buffer.from(byHandBytes(ten.invoice)).equals(written))
    throw new Error('the mapping and the code by hand do not write the same');
  const [mapped, hand] = inTurns([() => write(ten), () => byHandBytes(ten.invoice)], [1000, 1000]);
  const { at1000, at10000, megabytes } = long(write);
  return {
    bytes: written.byteLength,
    microseconds: mapped,
    byHand: hand,
    ratio: mapped / hand,
    perLine: { at1000, at10000 },
    marginal: at10000 / at1000,
    megabytes,
  };
}

const byHandBytes = (invoice: BenchInvoice): Uint8Array => Buffer.from(byHand(invoice), 'utf8');

function compile(): (variables: Variables) => Uint8Array {
  const { file, problems: broken } = readSource('ubl.yaml', mapping);
  if (file === undefined) throw new TimbreError(broken);
  const scope: Scope = { invoice: true };
  const problems: Problem[] = [];
  const loading: Loading = {
    scope,
    inputs: {},
    file: () => file,
    text: () => undefined,
    artefact: () => undefined,
    load: {},
    whenPulled: () => {},
    secret: () => false,
    expression: (value, _at, options) => compileExpression(value, options?.scope ?? scope, options).expression,
    report: (code, message, at, hint) => {
      problems.push(problem(code, message, { hint, place: placeOf(at) }));
    },
  };
  const prepared = transformAction.prepare({ mapping: 'ubl.yaml' }, loading, { file, path: [] });
  if (prepared === undefined) throw new TimbreError(problems);
  return (variables) => prepared.write(variables).bytes;
}

function long(write: (variables: Variables) => Uint8Array) {
  const some = { invoice: invoiceOf(1_000) };
  const many = { invoice: invoiceOf(10_000) };
  const ten = { invoice: invoiceOf(10) };
  const times: [number, number] = [10, 2];
  const [fixed] = inTurns([() => write(ten), () => write(ten)], [100, 100]);
  const [thousand, tenThousand] = inTurns([() => write(some), () => write(many)], times);
  const megabytes = process.memoryUsage.rss() / 1e6;
  return { at1000: (thousand - fixed) / 990, at10000: (tenThousand - fixed) / 9_990, megabytes };
}

/** Microseconds per call of each, the median of rounds that take turns, so that neither has the quieter machine. */
function inTurns(
  calls: readonly [() => Uint8Array, () => Uint8Array],
  times: readonly [number, number],
): [number, number] {
  const rounds = Array.from({ length: 11 }, () => [time(calls[0], times[0]), time(calls[1], times[1])] as const);
  const median = (which: 0 | 1) => rounds.map((round) => round[which]).sort((a, b) => a - b)[5] ?? 0;
  return [median(0), median(1)];
}

function time(call: () => Uint8Array, times: number): number {
  let length = 0;
  const start = process.hrtime.bigint();
  for (let round = 0; round < times; round += 1) length += call().byteLength;
  const microseconds = Number(process.hrtime.bigint() - start) / 1000 / times;
  if (length === 0) throw new Error('nothing was written');
  return microseconds;
}
