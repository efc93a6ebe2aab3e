import { transform } from '../actions/transform/index.ts';
import type { Loading } from '../engine/action.ts';
import { type Problem, problem, TimbreError } from '../engine/errors.ts';
import { readSource } from '../engine/read-source.ts';
import { type Position, placeOf } from '../engine/source.ts';
import { byHand } from './mapping/by-hand.ts';
import { invoiceOf } from './mapping/invoice.ts';
import { mapping } from './mapping/ubl.ts';

export interface MappingFigures {
  /** Size of the XML of ten lines. */
  readonly bytes: number;
  /** Microseconds for ten lines: by the mapping, and by hand-written concatenation. */
  readonly microseconds: number;
  readonly byHand: number;
  /** The first by the second; at most 4. */
  readonly ratio: number;
  /** Cost of one more line at 10,000 lines by that at 1,000; at most 1.5. */
  readonly marginal: number;
  /** Peak of the heap and of buffers at 10,000 lines, in MB; below 300. */
  readonly megabytes: number;
}

/** Measures how fast a mapping writes XML, beside concatenation by hand in the same run. */
export function measureMapping(expression: Loading['expression']): MappingFigures {
  const write = compile(expression);
  const ten = { invoice: invoiceOf(10) };
  const text = write(ten);
  if (text !== byHand(ten.invoice)) throw new Error('the mapping and the hand-written code do not write the same');
  const [mapped, hand] = alternately([() => write(ten), () => byHand(ten.invoice)], 2000);
  const marginal = marginalCost(write, 10_000) / marginalCost(write, 1_000);
  const figures = { bytes: Buffer.byteLength(text), microseconds: mapped, byHand: hand, ratio: mapped / hand };
  return { ...figures, marginal, megabytes: memory(write) };
}

function compile(expression: Loading['expression']): (variables: Readonly<Record<string, unknown>>) => string {
  const { file, problems: broken } = readSource('ubl.yaml', mapping);
  if (file === undefined) throw new TimbreError(broken);
  const problems: Problem[] = [];
  const loading: Loading = {
    scope: { invoice: true },
    inputs: {},
    file: () => file,
    text: () => undefined,
    artefact: () => undefined,
    secret: () => false,
    expression,
    report: (code, message, at, hint) => {
      problems.push(problem(code, message, { hint, place: placeOf(at) }));
    },
  };
  const at: Position = { file, path: [] };
  const prepared = transform.prepare({ mapping: 'ubl.yaml' }, loading, at);
  if (prepared === undefined) throw new TimbreError(problems);
  return prepared.write;
}

/** Microseconds per call of each, the median of rounds that take turns, so that neither has the quieter machine. */
function alternately(calls: readonly [() => string, () => string], times: number): [number, number] {
  const rounds = Array.from({ length: 9 }, () => calls.map((call) => time(call, times / 4)));
  const median = (which: number) => rounds.map((round) => round[which] ?? 0).sort((a, b) => a - b)[4] ?? 0;
  return [median(0), median(1)];
}

/** Includes the encoding to UTF-8: that is when the text is really put together. */
function time(call: () => string, times: number): number {
  const start = process.hrtime.bigint();
  for (let round = 0; round < times; round += 1) Buffer.from(call(), 'utf8');
  return Number(process.hrtime.bigint() - start) / 1000 / times;
}

/** Microseconds for one more line around that many lines. */
function marginalCost(write: (variables: Readonly<Record<string, unknown>>) => string, lines: number): number {
  const few = { invoice: invoiceOf(lines) };
  const many = { invoice: invoiceOf(lines * 1.5) };
  const times = Math.max(3, Math.round(20_000 / lines));
  const costs = Array.from(
    { length: 7 },
    () => (time(() => write(many), times) - time(() => write(few), times)) / (lines / 2),
  );
  return costs.sort((a, b) => a - b)[3] ?? 0;
}

function memory(write: (variables: Readonly<Record<string, unknown>>) => string): number {
  const variables = { invoice: invoiceOf(10_000) };
  const text = write(variables);
  const bytes = Buffer.from(text, 'utf8');
  const { heapUsed, external } = process.memoryUsage();
  return bytes.length === 0 ? 0 : (heapUsed + external) / 1e6;
}
