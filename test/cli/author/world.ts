import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { doStep, stepsOf } from '../../docs/walk.ts';

/** One thing that an author does wrong. */
export interface Mistake {
  readonly what: string;
  /** Of the feature. */
  readonly file?: string;
  /** What stands there once, and what is written instead. */
  readonly change?: readonly [string, string];
  /** The whole file. */
  readonly text?: string;
  readonly save?: 'crlf' | 'bom' | 'utf-16' | 'latin-1';
  readonly rename?: string;
  /** The command that finds it; `timbre check zz/invoice` when left out. */
  readonly run?: string;
  /** How many lines of what is told are looked at, where more would list all there is; all when left out. */
  readonly lines?: number;
  /** What is told. */
  readonly told?: string;
}

const command = 'timbre check zz/invoice';

/** The finished feature of docs/new-feature.md in a folder of its own, which becomes the current one. */
export class Desk {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), 'timbre-author-')));
  readonly #before = process.cwd();

  async open(): Promise<void> {
    process.chdir(this.#folder);
    for (const step of stepsOf('docs/new-feature.md')) {
      if (step.kind !== 'commands') await doStep(step);
      else if (!step.mistake)
        await doStep({
          ...step,
          shown: step.shown.filter((each) => /^cp|--update|pull|new feature/.test(each.command)),
        });
    }
    cpSync('zz', 'right', { recursive: true });
  }

  /** Does what is wrong, runs the command, and puts everything back. */
  async told({ file = '', change, text, save, rename, run = command, lines }: Mistake): Promise<string> {
    const path = join('zz/invoice', file);
    if (text !== undefined) writeFileSync(path, text);
    if (change) writeFileSync(path, changed(readFileSync(path, 'utf8'), change));
    if (save) writeFileSync(path, saved(readFileSync(path, 'utf8'), save));
    if (rename !== undefined) renameSync(path, join('zz/invoice', rename));
    const [shown] = await doStep({ kind: 'commands', shown: [{ command: run, output: '' }] });
    putBack();
    return (shown?.output ?? '').split('\n').slice(0, lines).join('\n');
  }

  close(): void {
    process.chdir(this.#before);
    rmSync(this.#folder, { recursive: true });
  }
}

/** What differs is written, and nothing else: all anew takes longer than the command. */
function putBack(): void {
  for (const path of pathsBelow('zz'))
    if (!existsSync(join('right', path))) rmSync(join('zz', path), { recursive: true, force: true });
  for (const path of pathsBelow('right')) {
    const [from, to] = [join('right', path), join('zz', path)];
    if (statSync(from).isDirectory()) mkdirSync(to, { recursive: true });
    else if (!existsSync(to) || !readFileSync(to).equals(readFileSync(from))) copyFileSync(from, to);
  }
}

/** Folders come before what is in them. */
const pathsBelow = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

function changed(text: string, [before, after]: readonly [string, string]): string {
  const at = text.indexOf(before);
  if (at < 0) throw new Error(`There is no ${before} in\n${text}`);
  return text.slice(0, at) + after + text.slice(at + before.length);
}

function saved(text: string, save: NonNullable<Mistake['save']>): Buffer {
  switch (save) {
    case 'crlf':
      return Buffer.from(text.replaceAll('\n', '\r\n'));
    case 'bom':
      return Buffer.from(`\uFEFF${text}`);
    case 'utf-16':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'latin-1':
      return Buffer.from(text, 'latin1');
  }
}
