import type { Place } from './place.ts';

/** A text that code puts together in a variable, piece by piece. */
export class Out {
  readonly place: Place;
  readonly variable: string;
  #pieces: string[] = [];
  #constant = '';

  private constructor(place: Place, variable: string) {
    this.place = place;
    this.variable = variable;
  }

  static start(place: Place): Out {
    const variable = place.block.module.fresh();
    place.block.add(`let ${variable} = "";`);
    return new Out(place, variable);
  }

  /** The same text, continued in another place. */
  in(place: Place): Out {
    this.flush();
    return new Out(place, this.variable);
  }

  /** The same text, continued in a block below: after `if (…)`. */
  below(start: string): Out {
    this.flush();
    return new Out(this.place.in(this.place.block.below(start)), this.variable);
  }

  text(constant: string): void {
    this.#constant += constant;
  }

  /** An expression that gives text. */
  code(js: string): void {
    this.#endConstant();
    this.#pieces.push(js);
  }

  /** Puts the pieces so far into the place. Their order is that of the document, whatever was put there meanwhile. */
  flush(): string {
    this.#endConstant();
    if (this.#pieces.length > 0) this.place.block.add(`${this.variable} += ${this.#pieces.join(' + ')};`);
    this.#pieces = [];
    return this.variable;
  }

  #endConstant(): void {
    if (this.#constant !== '') this.#pieces.push(JSON.stringify(this.#constant));
    this.#constant = '';
  }
}
