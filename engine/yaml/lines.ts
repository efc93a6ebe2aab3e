import type { Place } from '../errors.ts';

/** The lines of a text, to turn an offset into a place. Lines end with LF or CRLF. */
export class Lines {
  readonly path: string;
  readonly text: string;
  readonly #starts: readonly number[];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Line number of an offset, from 1. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** The text of a line, counted from 1, without its end. */
  line(number: number): string {
    const start = this.#starts[number - 1] ?? 0;
    const end = this.#starts[number] ?? this.text.length + 1;
    return this.text.slice(start, end - 1).replace(/\r$/, '');
  }

  startOf(number: number): number {
    return this.#starts[number - 1] ?? 0;
  }

  /** The caret stays on its line: a longer part is underlined up to the line's end. */
  place(offset: number, length: number): Place {
    let at = Math.min(Math.max(offset, 0), this.text.length);
    // What is missing at the end of the text is shown after the last line that has something.
    if (at === this.text.length && at > 0 && this.text[at - 1] === '\n') at = this.text.trimEnd().length;
    const line = this.lineAt(at);
    const source = this.line(line);
    const column = at - this.startOf(line) + 1;
    return {
      file: this.path,
      line,
      column,
      source,
      length: Math.max(1, Math.min(length, source.length - column + 1)),
    };
  }
}
