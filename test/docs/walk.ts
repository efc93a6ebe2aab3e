import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProcess } from '../cli/in-process.ts';
import { type Block, blocksOf } from './pages.ts';

/** A command of a page, and what the page shows below it. */
export interface Shown {
  readonly command: string;
  readonly output: string;
}

/** Something that a reader of a page does, in the page's order. */
export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly before: string; readonly after: string }
  | {
      readonly kind: 'commands';
      readonly shown: readonly Shown[];
      readonly mistake?: Extract<Step, { kind: 'change' }>;
    };

/**
 * The steps of a page: a block with a file's name is that file; a `diff` block changes one; a `console` block is commands after
 * `$` with their output. A `mistake` is a change that only the commands after it see.
 */
export function stepsOf(page: string): Step[] {
  const steps: Step[] = [];
  let mistake: Extract<Step, { kind: 'change' }> | undefined;
  for (const block of blocksOf(page)) {
    if (block.language === 'console') {
      steps.push({ kind: 'commands', shown: shownIn(block), ...(mistake ? { mistake } : {}) });
      mistake = undefined;
    } else if (block.file !== undefined && block.language === 'diff') {
      const change = changeIn(block, block.file);
      if (block.info.includes('mistake')) mistake = change;
      else steps.push(change);
    } else if (block.file !== undefined) steps.push({ kind: 'write', file: block.file, text: block.text });
  }
  return steps;
}

function shownIn({ text }: Block): Shown[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { command: part.slice(0, end), output: part.slice(end + 1).trimEnd() };
    });
}

function changeIn({ text }: Block, file: string): Extract<Step, { kind: 'change' }> {
  const lines = text.trimEnd().split('\n');
  const of = (signs: string): string =>
    lines.flatMap((line) => (signs.includes(line[0] ?? ' ') ? [`${line.slice(1)}\n`] : [])).join('');
  return { kind: 'change', file, before: of(' -'), after: of(' +') };
}

/** Does a step in the current folder; gives what its commands print. */
export async function doStep(step: Step): Promise<Shown[]> {
  if (step.kind === 'write') write(step.file, step.text);
  else if (step.kind === 'change') change(step);
  else {
    const undo = step.mistake && change(step.mistake);
    const printed: Shown[] = [];
    try {
      for (const { command } of step.shown) printed.push({ command, output: await run(command) });
    } finally {
      undo?.();
    }
    return printed;
  }
  return [];
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function change({ file, before, after }: Extract<Step, { kind: 'change' }>): () => void {
  const text = readFileSync(file, 'utf8');
  const [start, end, more] = text.split(before);
  if (start === undefined || end === undefined || more !== undefined)
    throw new Error(`${file} does not have once:\n${before}\nIt is:\n${text}`);
  writeFileSync(file, start + after + end);
  return () => writeFileSync(file, text);
}

async function run(command: string): Promise<string> {
  const [program, ...words] = command.split(' ');
  if (program === 'timbre') return measured((await inProcess(words)).stdout);
  const [first = '', second = '', third = ''] = words;
  if (program === 'cat')
    return existsSync(first) ? readFileSync(first, 'utf8').trimEnd() : `cat: ${first}: there is no such file`;
  if (program !== 'cp') throw new Error(`A page cannot run ${program}.`);
  if (first === '-r') cpSync(second, join('.', third), { recursive: true });
  else cpSync(first, second);
  return '';
}

/** What is never twice the same: how long something took, and the ids of runs. */
const measured = (text: string): string =>
  text
    .trimEnd()
    .replaceAll(/\d+(\.\d)? ms/g, '… ms')
    .replaceAll(/\d{8}T\d{6}-[0-9a-f]{16}/g, '…');
