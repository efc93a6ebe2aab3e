import { bold, dim, green, red, yellow } from '../print/style.ts';
import type { PipelineStory, Reads, StepStory } from './story.ts';

/** A pipeline as lines for people: a row for each step, and below it what it does besides. */
export function tellPipeline(story: PipelineStory): string[] {
  const applies = Object.entries(story.applies).map(([field, values]) => `${field} ${values.join(' or ')}`);
  const { result, concerns } = story;
  const { documents, values } = result;
  const results = [...Object.entries(documents).map(([name, from]) => `${name} (${from})`), ...values];
  return [
    `${bold(story.name)}  ${story.title}`,
    dim(`  for ${applies.join(', ') || 'everything'}`),
    dim(`  one document: ${story.identity.join(' · ') || 'not claimed'}`),
    ...(concerns ? [dim(`  speaks of: ${concerns.pipeline}, by ${concerns.identity.join(' · ')}`)] : []),
    '',
    `  ${row(['step', 'uses', 'effect', 'reads', 'leaves']).trimEnd()}`,
    ...story.steps.flatMap((step) => linesOf(step, '  ')),
    '',
    ...wrapped(`result: ${results.join(', ') || 'nothing'}`, '  '),
  ];
}

const widths = [20, 18, 8, 40] as const;

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ');
}

function linesOf(step: StepStory, indent: string): string[] {
  const inner = `${indent}    `;
  const reads = folded(readsOf(step), widths[3]);
  const leaves = folded([...step.leaves.documents.map((name) => `[${name}]`), ...step.leaves.values], 40);
  const [first = '', ...more] = Array.from({ length: Math.max(1, reads.length, leaves.length) }, (_, index) =>
    row(
      index === 0
        ? [`${indent}${step.id}`.slice(2), step.uses, step.effect, reads[0] ?? '–', leaves[0] ?? '–']
        : ['', '', '', reads[index] ?? '', leaves[index] ?? ''],
    ).trimEnd(),
  );
  const colour = colours[step.effect];
  return [
    `  ${colour(first)}`,
    ...more.map((line) => `  ${line}`),
    ...(step.from ? [dim(`${inner}from ${step.from}, ${step.place.file}:${step.place.line}`)] : []),
    ...(step.when ? wrapped(`only when ${step.when}`, inner).map(yellow) : []),
    ...step.outcomes.flatMap(({ outcome, proof }) => wrapped(`${outcome}: ${proof.join('; or ')}`, inner).map(dim)),
    ...step.words.flatMap((sentence) => wrapped(sentence, inner).map(dim)),
    ...(step.ask.length > 0 ? [`${inner}asks with`] : []),
    ...step.ask.flatMap((each) => linesOf(each, inner)),
    ...Object.entries(step.connectors).flatMap(([name, steps]) => [
      `${inner}by ${bold(name)}`,
      ...steps.flatMap((each) => linesOf(each, inner)),
    ]),
  ];
}

const colours = { pure: (text: string) => text, secret: yellow, state: green, external: red } as const;

/** Documents in brackets, then values; of the business data only how much is read. */
function readsOf({ documents, reads }: StepStory): string[] {
  return [...Object.values(documents).map((name) => `[${name}]`), ...invoiceOf(reads), ...othersOf(reads)];
}

function invoiceOf({ invoice }: Reads): string[] {
  if (invoice.length === 0) return [];
  return invoice.length <= 2 ? invoice.map((path) => `invoice.${path}`) : [`invoice (${invoice.length} fields)`];
}

const othersOf = ({ values, settings, secrets, artefacts }: Reads): string[] => [
  ...values.map((name) => name.replace(/^steps\./, '')),
  ...settings.map((name) => `setting ${name}`),
  ...secrets.map((name) => `secret ${name}`),
  ...artefacts,
];

/** A list over as many lines as it needs. */
function folded(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = index === items.length - 1 ? item : `${item},`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= width) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + 1 + word.length <= 120)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines.map((line) => `${indent}${line}`);
}
